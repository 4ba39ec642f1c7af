package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.gradus.federated.array.ArrayOptimizer;
import org.gradus.federated.array.ArrayState;
import org.gradus.federated.array.Layout;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.GivenGradients;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.rule.L2Clip;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.schedule.Power;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

/** Clips and clipped rounds (TailOPT, arXiv 2502.04164): golden operators and schedules, and what holds of every round. */
class TailOptTest {
    private static JsonNode golden(String section) throws IOException {
        try (InputStream file = TailOptTest.class.getResourceAsStream("/golden/tailopt.json")) {
            return new ObjectMapper().readTree(file).get(section);
        }
    }

    private static double[] clip(Optimizer clip, double... x) {
        Layout layout = Layout.vector("x", x.length);
        double[] y = new double[x.length];
        ArrayOptimizer.of(clip, layout).direction(new double[x.length], x, new ArrayState(new double[0], 0), 0, y);
        return y;
    }

    private static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.asText()) : node.asDouble();
    }

    @Test
    void goldenOperators() throws IOException {
        for (JsonNode c : golden("operators")) {
            double u = number(c.get("u"));
            double d = c.has("d") ? number(c.get("d")) : 0;
            double[] x = new double[c.get("x").size()];
            for (int i = 0; i < x.length; i++) x[i] = number(c.get("x").get(i));
            double[] y = clip(c.get("op").asText().equals("biclip") ? BiClip.of(u, d)
                    : new L2Clip(Schedule.constant(u), Schedule.constant(d)), x);
            for (int i = 0; i < x.length; i++) {
                double expected = number(c.get("y").get(i));
                assertEquals(expected, y[i], 1e-12 * Math.abs(expected), c.get("op") + " u=" + u + " d=" + d + " x=" + x[i]);
            }
        }
    }

    @Test
    void goldenSchedules() throws IOException {
        for (JsonNode c : golden("schedules")) {
            double value = new Power(c.get("base").asDouble(), c.get("exponent").asDouble(), 0, 0)
                    .at(c.get("t").asLong() - 1);
            assertEquals(c.get("value").asDouble(), value, 1e-12 * Math.abs(value));
        }
    }

    @Test
    void goldenBytes() throws IOException {
        for (JsonNode c : golden("bytes")) {
            int n = c.get("d").asInt();
            if (n > 1000) continue;
            String precision = "identity(precision=float" + 8 * c.get("bytesPerScalar").asInt() + ")";
            String type = c.get("method").asText().startsWith("joint") ? "costly-joint" : "bi2clip";
            RoundLog log = Fixture.simulation("algorithm", Map.of("type", type), "up", precision, "down", precision)
                    .run(Fixture.equal(c.get("clients").asInt(), n, 0, 1), 1, 0).rounds().get(0);
            assertEquals(c.get("downBytes").asLong(), log.down());
            assertEquals(c.get("upBytes").asLong(), log.up());
        }
    }

    @Property(tries = 100)
    void normClipShrinksAndStretchesAndKeepsTheDirection(@ForAll @Size(min = 1, max = 9) List<@DoubleRange(min = -1e6,
            max = 1e6) Double> values,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double upper, @ForAll @DoubleRange(max = 1) double share) {
        double[] x = values.stream().mapToDouble(v -> v).toArray();
        double[] y = clip(new L2Clip(Schedule.constant(upper), Schedule.constant(share * upper)), x);
        double before = norm(x);
        double expected = before == 0 ? 0 : Math.max(share * upper, Math.min(upper, before));
        assertEquals(expected, norm(y), 1e-12 * expected);
        for (int i = 0; i < x.length; i++) assertEquals(before == 0 ? 0
                : x[i] * (expected / before), y[i], 1e-12 * expected);
    }

    private static double norm(double[] x) {
        double sum = 0;
        for (double v : x) sum = Math.hypot(sum, v);
        return sum;
    }

    private static FederatedProblem heavyTailed(int clients, int n, long seed) {
        return Fixture.different(clients, n, 0, seed).disturbedBy(Disturbance.of(Noise.parse("student-t(nu=1.5)")));
    }

    private static Simulation bi2clip(Object... options) {
        Map<String, Object> map = new HashMap<>(Map.of("type", "bi2clip"));
        for (int i = 0; i < options.length; i += 2) map.put((String) options[i], options[i + 1]);
        return Fixture.simulation("algorithm", map, "localSteps", 4);
    }

    private static void assertSame(Simulation a, Simulation b, FederatedProblem problem, double tolerance) {
        try (Run first = a.start(problem, 2); Run second = b.start(problem, 2)) {
            for (int r = 0; r < 5; r++) {
                first.round();
                second.round();
                assertArrayEquals(first.model(), second.model(), tolerance);
            }
        }
    }

    @Test
    void reductionsToSimplerMethods() {
        FederatedProblem problem = heavyTailed(5, 6, 3);
        Simulation fedAvg = Fixture.simulation("algorithm", Map.of("type", "fedavg", "lr", 0.05), "localSteps", 4);
        Simulation avgBiClip = Fixture.simulation("algorithm", Map.of("type", "tailopt", "inner",
                List.of("bi-clip(upper=1, lower=0.01)", "sgd(lr=0.05)")), "localSteps", 4);
        assertSame(bi2clip("lr", 0.05, "upper", "Infinity"), fedAvg, problem, 0);
        assertSame(bi2clip("lr", 0.05, "lower", 0.01), avgBiClip, problem, 0);
        // The outer upper threshold cannot act from eta z u on.
        assertSame(bi2clip("lr", 0.05, "lower", 0.01, "outerUpper", 0.05 * 4 * 1.0000001), avgBiClip, problem, 0);
        Simulation sign = bi2clip("lr", 0.05, "upper", 0.3, "lower", 0.3).with("localSteps", 1);
        assertSame(sign, Fixture.simulation("inner", "sign-sgd(lr=0.015)"), heavyTailed(1, 6, 3), 1e-15);
        assertSame(avgBiClip, avgBiClip, problem, 0);
    }

    @Test
    void equalClientsAreOneClient() {
        Simulation simulation = bi2clip("lr", 0.05, "lower", 0.01, "outerUpper", 0.1, "outerLower", 0.001);
        try (Run many = simulation.start(Fixture.equal(7, 5, 0, 4), 0); Run one =
                simulation.start(Fixture.equal(1, 5, 0, 4), 0)) {
            for (int r = 0; r < 5; r++) {
                many.round();
                one.round();
                assertArrayEquals(one.model(), many.model(), 1e-14);
            }
        }
    }

    @Property(tries = 30)
    void driftIsBounded(@ForAll @IntRange(min = 1, max = 9) int clients, @ForAll long seed) {
        double eta = 0.1;
        double u = 0.7;
        FederatedProblem problem = heavyTailed(clients, 4, seed % 1000);
        try (Run run = bi2clip("lr", eta, "upper", u).start(problem, seed)) {
            double[] before = run.model();
            run.round();
            for (int i = 0; i < 4; i++) assertTrue(Math.abs(run.model()[i] - before[i]) <= 4 * eta * u * (1 + 1e-12));
        }
        try (Run run = bi2clip("lr", eta, "upper", u, "outerUpper", 0.05, "outerLower", 0.01, "outerLr", 2)
                .start(problem, seed)) {
            double[] before = run.model();
            run.round();
            for (int i = 0; i < 4; i++) {
                double move = Math.abs(run.model()[i] - before[i]);
                assertTrue(move <= 0.1 * (1 + 1e-12) && (move == 0 || move >= 0.02 * (1 - 1e-12)), "" + move);
            }
        }
    }

    /** Largest step of a coordinate, in units of the outer rate. */
    @Test
    void outerStepsHaveCaps() {
        Map<String, Double> caps = Map.of("adagrad(lr=1, initialAccumulator=0)", 1.0,
                "adagrad(lr=1, beta1=0.9, initialAccumulator=0)", Math.sqrt(0.1 / 1.9), "rmsprop(lr=1, beta2=0.9)",
                        1 / Math.sqrt(0.1),
                "adam(lr=1, beta1=0.9, beta2=0.99, initialAccumulator=0)", 0.1 / Math.sqrt(0.01 * (1 - 0.81 / 0.99)));
        caps.forEach((outer, cap) -> {
            try (Run run = Fixture.simulation("inner", "sgd(lr=0.1)", "outer", outer).start(heavyTailed(3, 4, 5), 6)) {
                for (int r = 0; r < 60; r++) {
                    double[] before = run.model();
                    run.round();
                    for (int i = 0; i < 4; i++) assertTrue(Math.abs(run.model()[i] - before[i]) <= cap * (1 + 1e-9), outer);
                }
            }
        });
    }

    @Test
    void anOutlierMovesAClippedRoundByALittle() {
        Random random = new Random(8);
        double[][][][] g = new double[1][3][2][];
        for (double[][] client : g[0]) {
            for (int h = 0; h < 2; h++) client[h] = random.doubles(4, -1, 1).toArray();
        }
        g[0][1][1][2] = 0.5;
        double[] weights = {0.5, 0.3, 0.2};
        double[] clean = round(weights, g);
        for (double outlier : new double[] {3, 1e9, Double.POSITIVE_INFINITY}) {
            g[0][1][1][2] = outlier;
            double[] dirty = round(weights, g);
            for (int i = 0; i < 4; i++) assertEquals(clean[i], dirty[i], i == 2 ? 0.3 * 0.1 * (1 - 0.05) : 0);
        }
    }

    private static double[] round(double[] weights, double[][][][] gradients) {
        Simulation simulation = Fixture.simulation("algorithm", Map.of("type", "tailopt", "inner",
                List.of("bi-clip(upper=1, lower=0.05)", "sgd(lr=0.1)")), "localSteps", 2);
        return simulation.run(new GivenGradients(Layout.vector("x", 4), new double[4], weights, gradients), 1, 0).model();
    }

    /** Steps that cancel leave no rounding residue for an outer lower threshold to raise. */
    @Test
    void cancelledCoordinatesStayWhereTheyAre() {
        double[][][][] g = {{{{0.1, 1}, {0.2, 1}, {-0.3, 1}}}};
        GivenGradients problem = new GivenGradients(Layout.vector("x", 2), new double[] {0.7, 0.7}, new double[] {1}, g);
        Simulation simulation = bi2clip("lr", 1, "outerLower", 0.5).with("localSteps", 3);
        assertEquals(0.7, simulation.run(problem, 1, 0).model()[0]);
        assertEquals(0.5, Math.abs(simulation.with("zeroGuard", false).run(problem, 1, 0).model()[0] - 0.7), 1e-12);
    }

    @Test
    void orderOfClientsIsRoundingOnly() {
        Quadratics problem = Quadratics.diagonal(new double[][] {{1, 2}, {3, 0.5}, {0.2, 1}},
                new double[][] {{1, 0}, {2, -1}, {0, 3}});
        Quadratics permuted =
                Quadratics.diagonal(new double[][] {{0.2, 1}, {1, 2}, {3, 0.5}}, new double[][] {{0, 3}, {1, 0}, {2, -1}});
        assertSameModels(bi2clip("lr", 0.1), problem, permuted);
    }

    private static void assertSameModels(Simulation simulation, FederatedProblem a, FederatedProblem b) {
        assertArrayEquals(simulation.run(a, 5, 0).model(), simulation.run(b, 5, 0).model(), 1e-14);
    }
}
