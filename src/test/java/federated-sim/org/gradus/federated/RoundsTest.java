package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.federated.problem.ClientProblems;
import org.gradus.federated.problem.Quadratics;
import org.gradus.optim.Bound;
import org.gradus.optim.problem.Examples;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.problem.SoftmaxRegression;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Rounds from outside: time, stragglers, weights, epochs, codecs, schedules, and problems with examples. */
class RoundsTest {
    private static final Quadratics PROBLEM = Fixture.different(6, 4, 0, 8);

    @Test
    void aRoundTakesAsLongAsItsSlowestClient() {
        Simulation simulation =
                Fixture.simulation("inner", "sgd(lr=0.1)", "localSteps", 5, "latency", "exponential(secondsPerStep=1)");
        try (Run run = simulation.start(PROBLEM, 1)) {
            double seconds = 0;
            for (int r = 0; r < 4; r++) {
                int round = r;
                seconds += IntStream.range(0, 6).mapToDouble(m -> simulation.latency().seconds(1, round, m, 5, 64)).max()
                        .getAsDouble();
                assertEquals(seconds, run.round().seconds(), 1e-12);
            }
        }
    }

    @Test
    void whoIsLateIsLeftOut() {
        Simulation simulation =
                Fixture.simulation("inner", "sgd(lr=0.1)", "localSteps", 5, "latency", "exponential(secondsPerStep=1)",
                "stragglers", "deadline(seconds=5)");
        int[] inTime = IntStream.range(0, 6).filter(m -> simulation.latency().seconds(1, 0, m, 5, 64) <= 5).toArray();
        assertTrue(inTime.length > 0 && inTime.length < 6, "the seed has both kinds");
        RoundLog log = simulation.run(PROBLEM, 1, 1).rounds().get(0);
        assertArrayEquals(inTime, log.participants());
        assertEquals(6 - inTime.length, log.late());
        assertEquals(5, log.seconds());
        // The others make the round that they would make alone.
        String cohort = Arrays.toString(inTime);
        double[] alone = simulation.with("sampler", "fixed(clients=" + cohort + ")").run(PROBLEM, 1, 1).model();
        assertArrayEquals(alone, simulation.run(PROBLEM, 1, 1).model(), 1e-14);
    }

    /**
     * Everyone equally fast and a buffer of all: the synchronous method. Otherwise clients work on old models and still get
     * there.
     */
    @Test
    void bufferedAnswers() {
        Simulation synchronous = Fixture.simulation("inner", "sgd(lr=0.1)", "localSteps", 3);
        assertArrayEquals(synchronous.run(PROBLEM, 5, 1).model(), synchronous.with("stragglers", "buffered(size=6)")
                .run(PROBLEM, 5, 1).model(), 1e-14);
        Simulation buffered = synchronous.with("stragglers", "buffered(size=2)")
                .with("latency", "log-normal(secondsPerStep=1)")
                .with("sampler", "uniform(count=5)");
        try (Run run = buffered.start(PROBLEM, 1)) {
            double before = 0;
            boolean old = false;
            for (int r = 0; r < 300; r++) {
                RoundLog log = run.round();
                assertEquals(2, log.participants().length);
                assertTrue(log.seconds() >= before);
                assertEquals(5 - 2, run.buffered().inFlight.size());
                old |= run.buffered().inFlight.values().stream().anyMatch(w -> w.round() < run.rounds() - 2);
                before = log.seconds();
            }
            assertTrue(old, "some answers are old");
            double start = PROBLEM.loss(PROBLEM.start(0)) - PROBLEM.optimum().getAsDouble();
            assertTrue(PROBLEM.loss(run.model()) - PROBLEM.optimum().getAsDouble() < 0.2 * start);
        }
    }

    @Test
    void weightsOfTheProblemOrEqualOnes() {
        Quadratics weighted = PROBLEM.weightedBy(5, 1, 1, 1, 1, 1);
        Simulation simulation = Fixture.simulation("inner", "sgd(lr=0.1)");
        assertArrayEquals(simulation.run(PROBLEM, 3, 1).model(), simulation.with("weighting", "equal").run(weighted, 3, 1)
                .model(), 1e-14);
        double[] expected = weighted.start(0);
        for (int m = 0; m < 6; m++) {
            double[] g = new double[4];
            weighted.local().fullGradient(m, weighted.start(0), g);
            for (int i = 0; i < 4; i++) expected[i] -= 0.1 * weighted.weight(m) / 10 * g[i];
        }
        assertArrayEquals(expected, simulation.run(weighted, 1, 1).model(), 1e-14);
    }

    @Test
    void schedulesCountRoundsOrSteps() {
        Quadratics problem = Fixture.equal(1, 3, 0, 2);
        List<Object> rate = List.of("sgd(lr=power(base=0.1, exponent=-1))");
        double[] byRound = Fixture.simulation("inner", rate.get(0), "localSteps", 2).run(problem, 2, 1).model();
        double[] byStep = Fixture.simulation("inner", rate.get(0), "localSteps", 2, "schedules", "step").run(problem, 2, 1)
                .model();
        assertArrayEquals(steps(problem, 0.1, 0.1, 0.05, 0.05), byRound, 1e-15);
        assertArrayEquals(steps(problem, 0.1, 0.05, 0.1 / 3, 0.025), byStep, 1e-15);
    }

    private static double[] steps(Quadratics problem, double... rates) {
        double[] x = problem.start(0);
        double[] g = new double[x.length];
        for (double rate : rates) {
            problem.local().fullGradient(0, x, g);
            for (int i = 0; i < x.length; i++) x[i] -= rate * g[i];
        }
        return x;
    }

    @Test
    void trainingIsOnWhatWasDecoded() {
        Simulation exact = Fixture.simulation("inner", "sgd(lr=0.1)");
        Simulation rounded = exact.with("up", "identity(precision=bfloat16)").with("down", "identity(precision=float32)");
        RoundLog log = rounded.run(PROBLEM, 1, 1).rounds().get(0);
        assertEquals(6 * 4 * 2, log.up());
        assertEquals(6 * 4 * 4, log.down());
        double[] a = exact.run(PROBLEM, 3, 1).model();
        double[] b = rounded.run(PROBLEM, 3, 1).model();
        assertArrayEquals(a, b, 1e-2);
        assertTrue(!Arrays.equals(a, b));
    }

    /** Without feedback the largest coordinates crowd out the others for good; with it all arrive. */
    @Test
    void errorFeedbackDeliversEverything() {
        double[][] h = {{1, 0.01}, {1, 0.01}};
        Quadratics problem = Quadratics.diagonal(h, new double[][] {{0.1, 1}, {-0.1, 1}}).startingAt(0, 0);
        Simulation lossy = Fixture.simulation("inner", "sgd(lr=0.5)", "up", "top-k(k=1)");
        assertEquals(0, lossy.run(problem, 100, 1).model()[1]);
        assertEquals(1, lossy.with("errorFeedback", true).run(problem, 2000, 1).model()[1], 0.1);
    }

    private static Problem softmax() {
        double[][] features = new double[60][];
        int[] labels = new int[60];
        for (int i = 0; i < 60; i++) {
            features[i] = Fixture.gaussians(5, 100 + i);
            labels[i] = features[i][0] > 0.3 ? 2 : features[i][1] > 0 ? 1 : 0;
        }
        return new SoftmaxRegression(Examples.of(Nd4j.createFromArray(features), labels, 3), 0.001, DataType.DOUBLE);
    }

    /** One client, one round, full batches: the optimizer on its own. */
    @Test
    void aProblemWithExamplesIsTrainedAsOnOneMachine() {
        int[][] rows = {IntStream.range(0, 60).toArray()};
        ClientProblems problem = new ClientProblems(RoundsTest::softmax, rows, 0);
        double[] model = Simulation.of(AdamW.of(0.05), Sgd.of(1), 7).run(problem, 1, 3).model();
        Problem alone = softmax();
        Tensors parameters = alone.start(3).copy();
        Tensors gradients = parameters.zeros();
        Bound bound = AdamW.of(0.05).bind(parameters);
        for (int step = 0; step < 7; step++) {
            alone.lossAndGradient(parameters, gradients, null);
            bound.step(gradients);
        }
        assertArrayEquals(problem.layout().read(parameters), model, 1e-13);
    }

    @Test
    void epochsGoThroughEveryExampleOnce() {
        int[][] rows = {IntStream.range(0, 25).toArray(), IntStream.range(25, 60).toArray()};
        ClientProblems problem = new ClientProblems(RoundsTest::softmax, rows, 10);
        assertEquals(3, problem.stepsPerEpoch(0));
        assertEquals(4, problem.stepsPerEpoch(1));
        History history = Fixture.simulation("inner", "sgd(lr=0.5)", "epochs", 2).run(problem, 20, 1);
        assertTrue(history.finalLoss() < 0.5 * history.rounds().get(0).loss(), "" + history.finalLoss());
        assertEquals(null, history.rounds().get(0).terms());
        assertNotNull(Fixture.simulation("inner", "sgd(lr=0.5)").run(PROBLEM, 1, 1).rounds().get(0).terms());
    }

    /** 10,000 clients, 10 at work: rounds cost what 10 clients cost, and nobody else is remembered. */
    @Test
    void manyClientsOfWhomFewTakePart() {
        int[][] rows = new int[10_000][];
        for (int m = 0; m < rows.length; m++) rows[m] = new int[] {m % 60};
        try (Run run = Fixture.simulation("inner", "adamw(lr=0.01)", "outer", "nesterov", "sampler", "uniform(count=10)")
                .start(new ClientProblems(RoundsTest::softmax, rows, 0), 1)) {
            for (int r = 0; r < 5; r++) run.round();
            assertTrue(run.store.clients().length <= 50);
        }
    }
}
