package org.gradus.optim.rule;

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
 * SM3: one accumulator for each slice of each axis; an element uses the smallest of those that cover it.
 *
 * <pre>
 * I:   acc[slice] &lt;- acc[slice] + max over slice of g^2;   nu = min over axes of acc
 * II:  nu = min over axes of acc + g^2;                    acc[slice] &lt;- max over slice of nu
 * p &lt;- p - lr g / (sqrt(nu) + eps)
 * </pre>
 *
 * State: the sum of the lengths of the axes (a vector: its length, and the method is Adagrad), and one array with
 * momentum. nu of I is at least that of II, which is at least Adagrad's.
 */
@Entry(type = "sm3", about = "adaptive rates from row and column maxima: memory grows with the sides, not the area",
        source = "Anil, Gupta, Koren and Singer 2019, arXiv 1901.11150, Algorithms SM3-I and SM3-II")
public record Sm3(
        @Option(value = "0.1", about = "learning rate") Schedule lr,
        @Option(value = "II", about = "I: sums of slice maxima; II: the tighter form that the paper recommends") Variant variant,
        @Option(value = "0", about = "decay of the averaged step, in [0, 1)") double momentum,
        @Option(value = "1e-8", about = "added to the denominator, >= 0") double eps) implements Rule {
    public Sm3 {
        Rates.nonNegative("lr", lr);
        Require.decayRate("momentum", momentum);
        Require.nonNegative("eps", eps);
    }

    /** The paper's two algorithms. */
    public enum Variant { I, II }

    public static Sm3 of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static Sm3 of(Schedule lr) {
        return new Sm3(lr, Variant.II, 0, 1e-8);
    }

    @Override
    public Expr direction(Trace t) {
        Expr g = t.gradient();
        Expr square = g.square();
        Expr nu = variant == Variant.I ? t.coverSum("accumulator", square)
                : t.coverMax("accumulator", cover -> cover.plus(square));
        Expr scaled = Moments.quotient(g, nu.sqrt(), eps);
        Expr step = momentum == 0 ? scaled : t.state("mu", m -> m.lerp(scaled, 1 - momentum));
        return step.times(t.schedule("lr", lr));
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.SCALE_INVARIANT, Trait.ODD);
    }
}
