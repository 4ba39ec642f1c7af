package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradus.federated.array.Layout;
import org.gradus.federated.codec.ScalarFormat;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.problem.Sample;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shared-seed zeroth-order rounds (Just One Byte, arXiv 2306.10015). */
class OneByteTest {
    private static final long SEED = 4;

    private static Simulation oneByte(int samples, Object... options) {
        Map<String, Object> map = new HashMap<>(Map.of("type", "one-byte"));
        for (int i = 0; i < options.length; i += 2) map.put((String) options[i], options[i + 1]);
        return Fixture.simulation("algorithm", map, "localSteps", samples);
    }

    /** A machine that has only the start and the payloads of all rounds comes to the same bits, by its own code. */
    @ParameterizedTest
    @EnumSource
    void replayingTheScalarsGivesTheSameBits(ScalarFormat format) {
        int samples = 3;
        int rounds = 6;
        Quadratics problem = Fixture.different(4, 7, 0, 2);
        Simulation simulation = oneByte(samples, "format", format, "lr", 0.01);
        Exchange.SharedSeed exchange = (Exchange.SharedSeed) simulation.exchange();
        double[] replica = problem.start(SEED);
        try (Run run = simulation.start(problem, SEED, Engine.workers(2))) {
            for (int r = 0; r < rounds; r++) {
                List<byte[]> payloads = new ArrayList<>();
                for (int m = 0; m < 4; m++) payloads.add(payload(problem, run.model(), exchange, r, m));
                RoundLog log = run.round();
                int bytes = payloads.stream().mapToInt(p -> p.length).sum();
                assertEquals(bytes, log.up());
                assertEquals(4L * format.bytes(samples), log.up());
                assertEquals(4L * bytes, log.down());
                apply(replica, payloads, exchange, r, samples);
                assertArrayEquals(run.model(), replica, "round " + r);
            }
        }
    }

    private static byte[] payload(Quadratics problem, double[] x, Exchange.SharedSeed exchange, int round, int client) {
        FederatedProblem.Local local = problem.local();
        double[] scalars = new double[exchange.samples()];
        for (int s = 0; s < scalars.length; s++) {
            double[] z = direction(round, client, s, x.length);
            double[] up = new double[x.length];
            double[] down = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                up[i] = x[i] + exchange.eps() * z[i];
                down[i] = x[i] + -exchange.eps() * z[i];
            }
            Sample sample = new Sample(SEED, round, client, s);
            scalars[s] = (local.loss(sample, up) - local.loss(sample, down)) / (2 * exchange.eps());
        }
        return exchange.format().encode(scalars);
    }

    /** Machines in order, samples in order; then one division and one step. */
    private static void apply(double[] x, List<byte[]> payloads, Exchange.SharedSeed exchange, int round, int samples) {
        double[] sum = new double[x.length];
        for (int m = 0; m < payloads.size(); m++) {
            double[] own = new double[x.length];
            double[] scalars = exchange.format().decode(payloads.get(m), samples);
            for (int s = 0; s < samples; s++) {
                double[] z = direction(round, m, s, x.length);
                for (int i = 0; i < x.length; i++) own[i] -= scalars[s] * z[i];
            }
            for (int i = 0; i < x.length; i++) sum[i] += own[i];
        }
        double n = payloads.size() * samples;
        for (int i = 0; i < x.length; i++) x[i] -= -(sum[i] / n) * 0.01;
    }

    private static double[] direction(long round, int client, int sample, int n) {
        double[] z = new double[n];
        Keyed.of(SEED, round, client, sample, Purpose.PERTURBATION).fillGaussian(z, 0, n, 1);
        return z;
    }

    @Test
    void theRootNormalizerIsAnotherRate() {
        Quadratics problem = Fixture.different(4, 5, 0, 3);
        double[] mean = oneByte(4, "lr", 0.04, "format", "float64").run(problem, 9, SEED).model();
        double[] root = oneByte(4, "lr", 0.01, "format", "float64", "normalizer", "sqrt").run(problem, 9, SEED).model();
        assertArrayEquals(mean, root, 1e-12);
        double[] one = oneByte(1, "lr", 0.01, "format", "float64").run(Fixture.equal(1, 5, 0, 3), 9, SEED).model();
        double[] oneRoot = oneByte(1, "lr", 0.01, "format", "float64", "normalizer", "sqrt")
                .run(Fixture.equal(1, 5, 0, 3), 9, SEED).model();
        assertArrayEquals(one, oneRoot);
    }

    @Test
    void onQuadraticsTheLengthOfTheStepsDoesNotMatter() {
        Quadratics problem = Fixture.different(3, 5, 0, 3);
        assertArrayEquals(oneByte(2, "eps", 1e-2, "format", "float64").run(problem, 9, SEED).model(),
                oneByte(2, "eps", 1, "format", "float64").run(problem, 9, SEED).model(), 1e-10);
    }

    @Test
    void aMachineThatDropsOutLeavesTheOthersAtWork() {
        Quadratics problem = Fixture.different(5, 5, 0, 3);
        RoundLog log = oneByte(2).with("dropout", 0.5).run(problem, 1, 3).rounds().get(0);
        assertEquals(5 - log.dropped(), log.participants().length);
        assertTrue(log.dropped() > 0 && log.dropped() < 5, "the seed has both");
        assertEquals(log.participants().length * 2L, log.up());
        assertEquals(log.participants().length * log.up(), log.down());
    }

    /** A loss that is not finite on one side: that sample is left out, and fewer bytes are sent. */
    @Test
    void samplesWithoutAFiniteLossAreLeftOut() {
        Quadratics quadratic = Fixture.equal(2, 3, 0, 3);
        FederatedProblem broken = new FederatedProblem() {
            @Override
            public Layout layout() {
                return quadratic.layout();
            }

            @Override
            public int clients() {
                return 2;
            }

            @Override
            public double weight(int client) {
                return 1;
            }

            @Override
            public double[] start(long seed) {
                return quadratic.start(seed);
            }

            @Override
            public double loss(double[] x) {
                return quadratic.loss(x);
            }

            @Override
            public Local local() {
                Local local = quadratic.local();
                return new Local() {
                    @Override
                    public void gradient(Sample sample, double[] y, double[] gradient, double[] expected) {
                        throw new IllegalStateException("no gradients are needed");
                    }

                    @Override
                    public void fullGradient(int client, double[] y, double[] gradient) {
                        throw new IllegalStateException("no gradients are needed");
                    }

                    @Override
                    public double loss(Sample sample, double[] y) {
                        return sample.client() == 1 && sample.step() == 0 ? Double.NaN : local.loss(sample, y);
                    }
                };
            }
        };
        assertEquals(5, oneByte(3).run(broken, 1, SEED).rounds().get(0).up());
    }

    /** The small experiment of the method's description: the byte costs nothing against 8 bytes. */
    @Test
    void aByteDescendsAsFloat64Does() {
        double[] h = new double[50];
        for (int i = 0; i < 50; i++) h[i] = Math.pow(10, -1 + i / 49.0);
        double[][] centers = new double[4][];
        for (int m = 0; m < 4; m++) centers[m] = Fixture.gaussians(50, 70 + m);
        Quadratics problem = Quadratics.diagonal(new double[][] {h, h, h, h}, centers).startingAt(Fixture.gaussians(50, 80));
        double start = problem.loss(problem.start(0)) - problem.optimum().getAsDouble();
        Map<String, Double> gaps = new HashMap<>();
        for (String format : List.of("float64", "log9", "byte", "sign")) {
            double rate = format.equals("sign") ? 0.004 : 0.002;
            History history = oneByte(1, "lr", rate, "format", format, "normalizer", "sqrt").run(problem, 3000, 1);
            gaps.put(format, history.finalLoss() - problem.optimum().getAsDouble());
        }
        double exact = gaps.get("float64");
        assertTrue(exact < 0.1 * start, gaps + ", start " + start);
        assertEquals(exact, gaps.get("log9"), 0.05 * exact, gaps.toString());
        assertEquals(exact, gaps.get("byte"), 0.05 * exact, gaps.toString());
        assertTrue(gaps.get("sign") < 0.5 * start, gaps.toString());
    }
}
