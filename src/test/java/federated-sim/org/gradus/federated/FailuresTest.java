package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.gradus.federated.array.Layout;
import org.gradus.federated.problem.ClientProblems;
import org.gradus.federated.problem.GivenGradients;
import org.gradus.federated.problem.Quadratics;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.problem.Quadratic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Clients that fail, rounds without clients, models that diverge, and descriptions that cannot be. */
class FailuresTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** Three clients, two steps, two rounds; the second client's gradient in round 1, step 1 is as given. */
    private static GivenGradients gradients(double bad) {
        double[][][][] g = new double[2][3][2][];
        for (int r = 0; r < 2; r++) {
            for (int m = 0; m < 3; m++) {
                for (int h = 0; h < 2; h++) g[r][m][h] = new double[] {m + 1, 1};
            }
        }
        g[1][1][1] = new double[] {1, bad};
        return new GivenGradients(Layout.vector("x", 2), new double[2], new double[] {1, 2, 1}, g);
    }

    private static Simulation simulation(String inner) {
        return Fixture.simulation("inner", inner, "localSteps", 2);
    }

    @Test
    void aFailureNamesClientRoundAndStepAndLosesNothing() {
        for (Engine engine : new Engine[] {Engine.workers(2), Engine.rows(2)}) {
            try (Run run = simulation("sgd(lr=0.1)").start(gradients(NAN), 0, engine)) {
                run.round();
                double[] before = run.model();
                ClientFailed e = assertThrows(ClientFailed.class, run::round);
                assertEquals("client 1, round 1, local step 1: the gradient is NaN", e.getMessage());
                assertEquals(1, e.client());
                assertEquals(1, run.rounds());
                assertArrayEquals(before, run.model());
            }
        }
    }

    @Test
    void skippingRenormalisesWeights() {
        try (Run run = simulation("sgd(lr=0.1)").with("onFailure", "skip").start(gradients(NAN), 0)) {
            run.round();
            double[] before = run.model();
            RoundLog log = run.round();
            assertEquals(1, log.failed());
            assertArrayEquals(new int[] {0, 2}, log.participants());
            // Clients 0 and 2 have equal weights; each moves by 0.1 times the sum of its two gradients.
            assertEquals(before[0] - 0.1 * 2 * (1 + 3) / 2.0, run.model()[0], 1e-15);
        }
    }

    @Test
    void anInfiniteGradientIsFiniteAfterAClip() {
        try (Run run = Fixture.simulation("inner", List.of("bi-clip(upper=1)", "sgd(lr=0.1)"), "localSteps", 2)
                .start(gradients(INFINITY), 0)) {
            run.round();
            run.round();
        }
        assertThrows(ClientFailed.class, () -> simulation("sgd(lr=0.1)").run(gradients(INFINITY), 2, 0));
        ClientFailed e = assertThrows(ClientFailed.class, () -> Fixture.simulation("inner",
                List.of("l2-clip(upper=1)", "sgd(lr=0.1)"), "localSteps", 2).run(gradients(-INFINITY), 2, 0));
        assertTrue(e.getMessage().startsWith("client 1, round 1, local step 1"), e.getMessage());
    }

    @Test
    void aRoundWithoutAnswersLeavesTheServerAsItIs() {
        Quadratics problem = Fixture.equal(3, 4, 0, 1);
        Simulation late = Fixture.simulation("inner", "sgd(lr=0.1)", "outer", "nesterov", "stragglers",
                "deadline(seconds=0.5)");
        try (Run run = late.start(problem, 0)) {
            double[] before = run.model();
            RoundLog log = run.round();
            assertEquals(3, log.late());
            assertEquals(0.5, log.seconds());
            assertArrayEquals(before, run.model());
            assertEquals(1, run.rounds());
        }
        try (Run run = Fixture.simulation("inner", "sgd(lr=0.1)", "dropout", 0.999999).start(problem, 0)) {
            assertEquals(3, run.round().dropped());
            assertEquals(0, run.round().down());
        }
    }

    @Test
    void divergenceEndsARunAndSaysWhen() {
        History history = Fixture.simulation("inner", "sgd(lr=1e200)", "localSteps", 1).run(Fixture.equal(2, 3, 0, 1), 9, 0);
        assertTrue(history.diverged());
        assertEquals(Double.POSITIVE_INFINITY, history.finalLoss());
        assertEquals(history.divergedAt(), history.rounds().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localSteps   | 0                      | localSteps must be at least 1
            epochs       | -1                     | epochs must be at least 0
            dropout      | 1                      | dropout must be in [0, 1)
            innerState   | keeps                  | innerState must be one of keep, reset, average
            correction   | control-variate        | did you mean 'control-variates'?
            correction   | proximal(rho=-1)       | rho must be
            exchange     | second-moment          | innerState reset
            exchange     | fragments(count=0)     | count must be at least 1
            exchange     | fragments(count=2, delay=1) | delay of fragments must be less than localSteps (1)
            exchange     | shared-seed(eps=0)     | eps must be
            stragglers   | deadline(seconds=0)    | seconds must be
            stragglers   | buffered(size=0)       | size must be at least 1
            sampler      | uniformly              | did you mean 'uniform'?
            errorFeedback| true                   | true
            """)
    void whatCannotBeIsSaid(String option, String value, String expected) {
        Simulation simulation = Fixture.simulation("inner", "sgd(lr=0.1)").with("up", "qsgd");
        String message = assertThrows(InvalidInput.class, () -> simulation.with(option, value)).getMessage();
        assertTrue(option.equals("errorFeedback") || message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void thresholdsThatCrossAreRefusedInTheirRound() {
        try (Run run = Fixture.simulation("inner",
                List.of("bi-clip(upper=power(base=1, exponent=-1), lower=0.3)", "sgd(lr=0.1)"))
                .start(Fixture.equal(2, 3, 0, 1), 0)) {
            for (int r = 0; r < 3; r++) run.round();
            assertMessage("inner bi-clip: at time 3 the thresholds are 0.3 and 0.25", run::round);
        }
    }

    @Test
    void problemsThatCannotBe() {
        assertMessage("not symmetric", () -> Quadratics.dense(new double[][][] {{{1, 2}, {0, 1}}}, new double[1][2]));
        assertMessage("positive semidefinite",
                () -> Quadratics.dense(new double[][][] {{{1, 2}, {2, 1}}}, new double[1][2]));
        assertMessage("h of client 0 must be a finite number >= 0",
                () -> Quadratics.diagonal(new double[][] {{-1}}, new double[1][1]));
        assertMessage("not all 0", () -> Fixture.equal(2, 3, 0, 1).weightedBy(0, 0));
        assertMessage("client 1 has no examples", () ->
                new ClientProblems(() -> Quadratic.diagonal(new double[] {1}, DataType.DOUBLE), new int[][] {{0}, {}}, 1));
        assertMessage("only 2 clients", () -> Fixture.simulation("inner", "sgd(lr=0.1)", "sampler", "uniform(count=9)")
                .run(Fixture.equal(2, 3, 0, 1), 1, 0));
        assertMessage("second moment",
                () -> Fixture.simulation("inner", "sgd(lr=0.1)", "outer", "sgd(lr=1)", "innerState", "reset",
                "exchange", "second-moment").run(Fixture.equal(2, 3, 0, 1), 1, 0));
        assertMessage("control-variates need sgd",
                () -> Fixture.simulation("inner", "adamw", "correction", "control-variates"));
        assertMessage("cannot be cut", () -> Fixture.simulation("inner", "adamw", "exchange", "fragments(count=9)")
                .run(Fixture.equal(2, 3, 0, 1), 1, 0));
    }

    private static void assertMessage(String expected, Executable action) {
        String message = assertThrows(InvalidInput.class, action).getMessage();
        assertTrue(message.contains(expected) && message.lines().count() == 1, message);
    }
}
