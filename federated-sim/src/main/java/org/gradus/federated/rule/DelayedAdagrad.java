package org.gradus.federated.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * Adagrad on a client, with a sum that is refreshed every {@code delay} local steps (AGDU).
 *
 * <pre>
 * every delay steps, before the step:  nu &lt;- nu + g^2
 * y &lt;- y - lr q,   q = g / (sqrt(nu) + eps)
 * </pre>
 *
 * State: one array. A coordinate whose gradient was 0 at the last refresh would move by g / eps: with
 * {@code refreshZeros} its sum takes in every step's gradient while it is zero. 0/0 is 0, and a zero denominator gives no
 * step.
 */
@Entry(type = "delayed-adagrad", about = "client rule: Adagrad whose sum is refreshed every so many local steps (FedAda2)",
        source = "Lee, Sharma, Zaheer and Li 2024, arXiv 2410.18117, Algorithm 8 (AGDU)")
public record DelayedAdagrad(
        @Option(value = "0.01", about = "client rate") Schedule lr,
        @Option(value = "1e-7", about = "added to the root, >= 0") double eps,
        @Option(value = "1", about = "local steps from refresh to refresh") long delay,
        @Option(value = "true",
                about = "under delay: refresh coordinates whose sum is zero in every step") boolean refreshZeros,
        @Option(value = "0", about = "entries of q of a smaller magnitude are set to zero") double epsS,
        @Option(value = "1", about = "counts the delay in epochs of so many steps") long stepsPerEpoch) implements Rule {
    public DelayedAdagrad {
        Rates.nonNegative("lr", lr);
        Refresh.check(delay, stepsPerEpoch, eps, epsS);
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = t.gradient();
        Refresh refresh = Refresh.of(t, delay, stepsPerEpoch);
        Expr nu = t.state("nu", v -> {
            Expr sum = v.plus(g.square());
            Expr kept = refreshZeros ? t.constant(0).ifLess(v, v, sum) : v;
            return delay == 1 ? sum : refresh.choose(t, sum, kept);
        });
        return Refresh.quotient(t, g, nu, eps, epsS).times(t.schedule("lr", lr));
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD);
    }
}
