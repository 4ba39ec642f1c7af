package org.gradus.federated.algorithm;

import org.gradus.federated.rule.Rules;
import org.gradus.optim.Optimizer;

/** A server's optimizer whose second moment starts at 0 unless said otherwise; elsewhere it starts at eps^2. */
public record ZeroStartOuter(Optimizer optimizer) {
    public static ZeroStartOuter parse(Object spec) {
        return spec instanceof Optimizer o ? new ZeroStartOuter(o) : new ZeroStartOuter(Rules.outerFromZero(spec));
    }

    /** What {@link #parse} reads. */
    public Object write() {
        return optimizer.write();
    }
}
