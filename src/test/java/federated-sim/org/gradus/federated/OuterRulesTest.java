package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.rule.Bmuf;
import org.gradus.federated.rule.HeavyBall;
import org.gradus.federated.rule.Rules;
import org.gradus.federated.rule.SlowMo;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outer rules: methods that are the same for some options, limits of stability, and options that cannot be. */
class OuterRulesTest {
    private static final Quadratics PROBLEM = Fixture.different(4, 5, 0.2, 3);

    private static void assertSame(Object first, Object second, int rounds) {
        try (Run a = Fixture.simulation("inner", "sgd(lr=0.05)", "outer", first, "localSteps", 3).start(PROBLEM, 1);
                Run b = Fixture.simulation("inner", "sgd(lr=0.05)", "outer", second, "localSteps", 3).start(PROBLEM, 1)) {
            for (int r = 0; r < rounds; r++) {
                a.round();
                b.round();
                assertArrayEquals(a.evaluationPoint(), b.evaluationPoint(), 1e-12, first + " = " + second + ", round " + r);
            }
        }
    }

    @Test
    void withConstantRatesSlowMoBmufHeavyBallAndMomentumAreOneMethod() {
        assertSame("slow-mo(lr=0.8, momentum=0.6)", "bmuf(lr=0.8, momentum=0.6)", 9);
        assertSame("slow-mo(lr=0.8, momentum=0.6)", "heavy-ball(lr=0.8, momentum=0.6)", 9);
        assertSame("slow-mo(lr=0.8, momentum=0.6)", "sgd(lr=0.8, momentum=0.6)", 9);
    }

    @Test
    void withoutMomentumOrInTheFirstRoundTheyAreSgd() {
        assertSame("nesterov(lr=0.7, momentum=0)", "sgd(lr=0.7)", 9);
        assertSame("heavy-ball(lr=0.7, momentum=0)", "sgd(lr=0.7)", 9);
        assertSame("nesterov(lr=0.7, momentum=0.9)", "sgd(lr=0.7, momentum=0.9, nesterov=true)", 9);
        assertSame("accelerated", "sgd(lr=1)", 1);
        assertSame("schedule-free(lr=1.7, beta1=0, variant=code)", "sgd(lr=1.7)", 1);
    }

    /** Fully converged local phases: limits 2, 2 (1 + mu), 2 (1 + mu)/(1 + 2 mu) of the outer rate. */
    @ParameterizedTest
    @CsvSource({"sgd(lr=1.95), true", "sgd(lr=2.05), false", "'heavy-ball(lr=3.75, momentum=0.9)', true",
            "'heavy-ball(lr=3.85, momentum=0.9)', false",
        "'nesterov(lr=1.34, momentum=0.9)', true", "'nesterov(lr=1.38, momentum=0.9)', false"})
    void stabilityLimitsOfQuadratics(String outer, boolean stable) {
        Quadratics problem = Quadratics.diagonal(new double[][] {{1, 0.9}}, new double[][] {{0, 0}}).startingAt(1, 1);
        History history = Fixture.simulation("inner", "sgd(lr=1)", "outer", outer, "localSteps", 40).run(problem, 600, 1);
        double loss = history.finalLoss();
        assertTrue(stable ? loss < 0.1 : loss > 10, outer + ": " + loss);
    }

    @Test
    void meanErrorOfARoundIsTheClosedForm() {
        double eta = 0.3;
        Quadratics problem = Quadratics.diagonal(new double[][] {{0.7}, {0.7}}, new double[][] {{0}, {0}}).startingAt(2);
        try (Run run = Fixture.simulation("inner", "sgd(lr=0.3)", "outer", "sgd(lr=1.4)", "localSteps", 5)
                .start(problem, 1)) {
            for (int r = 0; r < 6; r++) run.round();
            double a = Math.pow(1 - eta * 0.7, 5);
            assertEquals(2 * Math.pow(-0.4 + 1.4 * a, 6), run.model()[0], 1e-12);
        }
    }

    @Test
    void slowMoTakesTheInnerRate() {
        Simulation simulation = Fixture.simulation("inner", List.of("bi-clip(upper=1)", "sgd(lr=0.25)"), "outer", "slow-mo");
        assertEquals(0.25, ((SlowMo) simulation.resolvedOuter()).innerLr().at(0));
        InvalidInput e = assertThrows(InvalidInput.class,
                () -> Fixture.simulation("inner", "bi-clip(upper=1)", "outer", "slow-mo"));
        assertTrue(e.getMessage().contains("innerLr"), e.getMessage());
    }

    @Test
    void symbolsOfPapersStandForOptions() {
        assertEquals(Bmuf.of(0.5, 0.25, false), Rules.outer(Map.of("type", "bmuf", "blockLr", 0.5, "blockMomentum", 0.25)));
        assertEquals(HeavyBall.of(2, 0.5), Rules.outer(Map.of("type", "heavy-ball", "gamma", 2, "mu", 0.5)));
        assertThrows(InvalidInput.class, () -> Rules.outer(Map.of("type", "heavy-ball", "tau", 2)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            heavy-ball(momentum=1)               | momentum must be in [0, 1)
            nesterov(lr=-1)                      | lr must be a finite number >= 0
            adam(eps=-1)                         | eps must be
            adam(initialAccumulator=-1)          | initialAccumulator must be
            yogi(beta2=1)                        | beta2 must be in [0, 1)
            schedule-free(beta1=1.5)             | beta1 must be in [0, 1]
            slow-mo(innerLr=-1)                  | innerLr must be
            l2-clip(upper=1, lower=2)            | lower must be at most upper
            fedavg                               | unknown outer optimizer 'fedavg'
            yogy                                 | did you mean 'yogi'?
            """)
    void whatCannotBeIsSaid(String spec, String expected) {
        String message = assertThrows(InvalidInput.class, () -> Rules.outer(spec)).getMessage();
        assertTrue(message.contains(expected) && message.lines().count() == 1, message);
    }
}
