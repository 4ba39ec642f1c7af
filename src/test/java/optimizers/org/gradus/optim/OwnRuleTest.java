package org.gradus.optim;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.assertSameBits;
import static org.gradus.optim.Fixture.doubles;
import static org.gradus.optim.Fixture.values;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.rule.ClipGlobalNorm;
import org.gradus.optim.rule.Scale;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** A rule of the user's own, as the README shows it: no more than the formula. */
class OwnRuleTest {
    record SignedMomentum(double lr, double beta) implements Rule {
        @Override
        public Expr direction(Trace t) {
            Expr mu = t.state("mu", m -> m.lerp(t.gradient(), 1 - beta));
            return mu.sign().times(mu.abs().sqrt()).times(lr);
        }
    }

    /** Would catch a rule outside the catalogue that is treated differently, or a formula that is changed on its way. */
    @Test
    void itDoesWhatADoubleLoopDoes() {
        int n = 1000;
        double[] p = values(n, 1);
        double[] mu = new double[n];
        Tensors parameters = Tensors.of("w", array(DataType.DOUBLE, p, n));
        Bound bound = new SignedMomentum(0.1, 0.9).bind(parameters);
        for (int step = 0; step < 5; step++) {
            double[] g = values(n, 10 + step);
            bound.step(Tensors.of("w", array(DataType.DOUBLE, g, n)));
            for (int i = 0; i < n; i++) {
                mu[i] += (1 - 0.9) * (g[i] - mu[i]);
                p[i] -= 0.1 * (Math.signum(mu[i]) * Math.sqrt(Math.abs(mu[i])));
            }
        }
        assertSameBits(Map.of("w", p), doubles(parameters), "parameters");
        assertSameBits(Map.of("SignedMomentum/mu/w", mu), doubles(bound.state().arrays()), "state");
    }

    /** Would catch composition that works for built-in rules only. */
    @Test
    void itComposesAndPrintsLikeAnyOther() {
        SignedMomentum rule = new SignedMomentum(0.25, 0.5);
        Chain chain = Chain.of(ClipGlobalNorm.of(1), rule, Scale.of(0.5));
        assertEquals(List.of("clip-global-norm", "SignedMomentum", "scale"), chain.stages().stream().map(Chain.Stage::name).toList());
        assertEquals("""
                mu <- mu + 0.5 * (g - mu)
                p <- p - 0.25 * (sign(mu) * sqrt(|mu|))""", Fixture.program(rule).formula());
        assertEquals(new SignedMomentum(0.25, 0.75), rule.with("beta", 0.75));
        assertEquals(Map.of("type", "SignedMomentum", "lr", 0.25, "beta", 0.5), rule.write());
    }

    /** Would catch state names that differ from run to run, so that nothing saved could be loaded. */
    @Test
    void aLambdaIsARuleToo() {
        Rule rule = t -> t.state("mu", m -> m.plus(t.gradient())).times(0.5);
        Tensors parameters = Tensors.of("w", array(DataType.DOUBLE, new double[] {1, 2}, 2));
        Bound bound = rule.bind(parameters);
        bound.step(Tensors.of("w", array(DataType.DOUBLE, new double[] {4, 6}, 2)));
        assertSameBits(Map.of("w", new double[] {-1, -1}), doubles(parameters), "parameters");
        assertEquals(List.of("unnamed/mu/w"), bound.state().arrays().names());
    }
}
