package org.gradus.optim;

import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;

/**
 * An update rule as a formula. {@link #direction} is called once, to build the expression of what will be subtracted
 * from the parameter; executors then run it as one fused pass, whoever wrote it:
 *
 * <pre>{@code
 * record Momentum(double lr, double beta) implements Rule {
 *     public Expr direction(Trace t) {
 *         return t.state("mu", mu -> mu.lerp(t.gradient(), 1 - beta)).times(lr);
 *     }
 * }
 * new Momentum(0.1, 0.9).bind(parameters).step(gradients);
 * }</pre>
 */
@FunctionalInterface
public non-sealed interface Rule extends Optimizer {
    /** What will be subtracted from the parameter, or handed to the next stage of a chain. */
    Expr direction(Trace t);

    /**
     * The point at which the model is to be evaluated, where that is not the parameter itself (averaging methods);
     * otherwise null. It may use the parameter and {@link Trace#read state}.
     */
    default Expr evaluationPoint(Trace t) {
        return null;
    }
}
