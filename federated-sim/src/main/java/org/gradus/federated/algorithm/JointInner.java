package org.gradus.federated.algorithm;

import org.gradus.federated.rule.Rules;
import org.gradus.optim.Optimizer;

/**
 * A client's optimizer in a joint adaptive method: {@code adagrad}, {@code adam} and {@code sm3} are their delayed forms.
 */
public record JointInner(Optimizer optimizer) {
    public static JointInner parse(Object spec) {
        return spec instanceof Optimizer o ? new JointInner(o) : new JointInner(Rules.client(spec));
    }

    /** What {@link #parse} reads. */
    public Object write() {
        return optimizer.write();
    }
}
