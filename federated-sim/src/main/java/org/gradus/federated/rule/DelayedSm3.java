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
 * SM3 on a client: slice maxima in place of a full second moment, refreshed every {@code delay} local steps.
 *
 * <pre>
 * I:     every delay steps: acc[slice] &lt;- acc[slice] + max over slice of g^2;    nu = min over axes of acc
 * II:    nu = min over axes of acc + g^2;   every delay steps: acc[slice] &lt;- max over slice of nu
 * adam:  every delay steps: acc[slice] &lt;- beta2 acc[slice] + (1 - beta2) max over slice of g^2;   nu = min of acc / c2
 * y &lt;- y - lr q,   q = g / (sqrt(nu) + eps)     (adam: the average mu / c1 of gradients in place of g)
 * </pre>
 *
 * State: the sum of the lengths of the axes (a vector has its own length, so the method is Adagrad or Adam there); adam
 * one array more. The accumulators of adam are kept divided by beta2^n after n refreshes, since the largest of a slice
 * commutes with a factor: float64 holds some 690 / (1 - beta2) refreshes between two resets of the client's state.
 */
@Entry(type = "delayed-sm3", about = "client rule: SM3 refreshed every so many local steps (FedAda2++)",
        source = "Lee, Sharma, Zaheer and Li 2024, arXiv 2410.18117, Algorithms 3 and 4; SM3: arXiv 1901.11150")
public record DelayedSm3(
        @Option(value = "0.01", about = "client rate") Schedule lr,
        @Option(value = "I", about =
                "I: sums of slice maxima; II: the tighter form; adam: averages of slice maxima") Variant variant,
        @Option(value = "0.9", about = "adam: decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "adam: decay of the slice maxima, in (0, 1)") double beta2,
        @Option(value = "1e-7", about = "added to the root, >= 0") double eps,
        @Option(value = "1", about = "local steps from refresh to refresh") long delay,
        @Option(value = "none", about = "adam: none, exact or step") BiasCorrection biasCorrection,
        @Option(value = "0", about = "entries of q of a smaller magnitude are set to zero") double epsS,
        @Option(value = "1", about = "counts the delay in epochs of so many steps") long stepsPerEpoch) implements Rule {
    public DelayedSm3 {
        Rates.nonNegative("lr", lr);
        Require.decayRate("beta1", beta1);
        Require.check(beta2 > 0 && beta2 < 1, "beta2", "in (0, 1)", beta2);
        Refresh.check(delay, stepsPerEpoch, eps, epsS);
    }

    /** The form of the accumulators. */
    public enum Variant { I, II, ADAM }

    @Override
    public Expr direction(Trace t) {
        Expr g = t.gradient();
        Refresh refresh = Refresh.of(t, delay, stepsPerEpoch);
        Expr zero = t.constant(0);
        Expr rate = t.schedule("lr", lr);
        return switch (variant) {
            case I -> Refresh.quotient(t, g, t.coverSum("nu", refresh.choose(t, g.square(), zero)), eps, epsS).times(rate);
            case II -> Refresh.quotient(t, g, tight(t, g.square(), refresh), eps, epsS).times(rate);
            case ADAM -> {
                Expr n = refresh.count(t);
                Expr decayed = t.constant(beta2).power(n);
                Expr sum = t.coverSum("nu", refresh.choose(t, g.square().times(t.constant(1 - beta2).over(decayed)), zero));
                Expr c2 = switch (biasCorrection) {
                    case NONE -> t.constant(1);
                    case EXACT -> t.constant(1).minus(decayed);
                    case STEP -> refresh.correction(t, BiasCorrection.STEP, beta2);
                };
                Expr mu = t.state("mu", m -> m.lerp(g, 1 - beta1));
                Expr c1 = t.biasCorrection(beta1, biasCorrection != BiasCorrection.NONE);
                yield Refresh.quotient(t, mu.over(c1), sum.times(decayed.over(c2)), eps, epsS).times(rate);
            }
        };
    }

    /**
     * Between refreshes the covers stay as they are: the slice maxima of the smallest entries are the entries themselves.
     */
    private static Expr tight(Trace t, Expr square, Refresh refresh) {
        Expr[] nu = new Expr[1];
        t.coverMax("nu", cover -> {
            nu[0] = cover.plus(square);
            return refresh.choose(t, nu[0], cover);
        });
        return nu[0];
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ODD);
    }
}
