package org.gradus.federated.rule;

import java.util.Set;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Schedule;

/**
 * RMSProp over rounds: Adam with beta1 = 0.
 *
 * <pre>
 * mu &lt;- beta1 mu + (1 - beta1) g
 * nu &lt;- beta2 nu + (1 - beta2) g^2
 * x  &lt;- x - lr mu / (sqrt(nu) + eps)
 * </pre>
 *
 * State: two arrays (one without beta1). Without bias correction, nu starts at {@code eps^2} unless said otherwise:
 * the paper asks for at least that. 0/0 is 0.
 */
@Entry(type = "rmsprop", about = "outer rule: RMSProp on the outer gradient",
        source = "Reddi et al. 2020, arXiv 2003.00295, Algorithm 2; RMSProp form: Lee, Zaheer and Li 2025, arXiv 2502.04164")
public record OuterRmsProp(
        @Option(value = "0.1", about = "outer rate") Schedule lr,
        @Option(value = "0", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.99", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "0.001", about = "tau: added to the root, >= 0") double eps,
        @Option(value = "0", about =
                "start of the second moment, >= 0; left out: eps^2, or 0 with bias correction") double initialAccumulator,
        @Option(value = "false", about = "divide the moments by 1 - beta^t") boolean biasCorrection) implements Rule {
    public OuterRmsProp {
        initialAccumulator = FedOpt.checkedStart(lr, beta1, beta2, eps, initialAccumulator, biasCorrection);
    }

    @Override
    public Expr direction(Trace t) {
        return new OuterAdam(lr, beta1, beta2, eps, initialAccumulator, biasCorrection).direction(t);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ELEMENTWISE, Trait.ODD);
    }
}
