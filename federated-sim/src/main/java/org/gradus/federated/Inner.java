package org.gradus.federated;

import org.gradus.federated.rule.Rules;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;

/** The optimizer of the clients' local steps. */
public record Inner(Optimizer optimizer) {
    /** Plain stochastic gradient descent. */
    public static Inner sgd(double lr) {
        return new Inner(Sgd.of(lr));
    }

    /** See {@link Rules#inner}. */
    public static Inner parse(Object spec) {
        return spec instanceof Optimizer o ? new Inner(o) : new Inner(Rules.inner(spec));
    }

    /** What {@link #parse} reads. */
    public Object write() {
        return optimizer.write();
    }
}
