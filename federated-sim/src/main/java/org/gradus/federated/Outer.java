package org.gradus.federated;

import org.gradus.federated.rule.Rules;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;

/**
 * The optimizer of the server. Its gradient is -D, where D is the averaged displacement of the clients; so plain SGD of
 * rate 1 is averaging.
 */
public record Outer(Optimizer optimizer) {
    /** {@code x + lr D}. */
    public static Outer sgd(double lr) {
        return new Outer(Sgd.of(lr));
    }

    /** See {@link Rules#outer}. */
    public static Outer parse(Object spec) {
        return spec instanceof Optimizer o ? new Outer(o) : new Outer(Rules.outer(spec));
    }

    /** What {@link #parse} reads. */
    public Object write() {
        return optimizer.write();
    }
}
