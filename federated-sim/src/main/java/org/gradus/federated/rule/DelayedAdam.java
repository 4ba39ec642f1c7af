package org.gradus.federated.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * Adam on a client, with a second moment that is refreshed every {@code delay} local steps (ADMU).
 *
 * <pre>
 * mu &lt;- beta1 mu + (1 - beta1) g;   every delay steps:  nu &lt;- beta2 nu + (1 - beta2) g^2
 * y &lt;- y - lr q,   q = (mu / c1) / (sqrt(nu / c2) + eps)
 * </pre>
 *
 * State: two arrays. c1 = 1 - beta1^step unless the correction is none; c2: see {@link BiasCorrection}.
 */
@Entry(type = "delayed-adam",
        about = "client rule: Adam whose second moment is refreshed every so many local steps (FedAda2)",
        source = "Lee, Sharma, Zaheer and Li 2024, arXiv 2410.18117, Algorithm 6 (ADMU)")
public record DelayedAdam(
        @Option(value = "0.01", about = "client rate") Schedule lr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "1e-7", about = "added to the root, >= 0") double eps,
        @Option(value = "1", about = "local steps from refresh to refresh") long delay,
        @Option(value = "none", about = "none, exact or step") BiasCorrection biasCorrection,
        @Option(value = "0", about = "entries of q of a smaller magnitude are set to zero") double epsS,
        @Option(value = "1", about = "counts the delay in epochs of so many steps") long stepsPerEpoch) implements Rule {
    public DelayedAdam {
        Rates.nonNegative("lr", lr);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Refresh.check(delay, stepsPerEpoch, eps, epsS);
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = t.gradient();
        Refresh refresh = Refresh.of(t, delay, stepsPerEpoch);
        Expr mu = t.state("mu", m -> m.lerp(g, 1 - beta1));
        Expr nu = t.state("nu", v -> refresh.choose(t, v.lerp(g.square(), 1 - beta2), v));
        Expr c1 = t.biasCorrection(beta1, biasCorrection != BiasCorrection.NONE);
        Expr c2 = refresh.correction(t, biasCorrection, beta2);
        return Refresh.quotient(t, mu.over(c1), nu.over(c2), eps, epsS).times(t.schedule("lr", lr));
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD);
    }
}
