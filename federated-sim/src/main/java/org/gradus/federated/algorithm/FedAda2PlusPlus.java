package org.gradus.federated.algorithm;

import org.gradus.federated.InnerState;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/**
 * FedAda2++: FedAda2 whose clients keep slice maxima (SM3) in place of a full second moment.
 */
@Entry(type = "fedada2-plus-plus", about = "FedAda2 with SM3 clients",
        source = "Lee, Sharma, Zaheer and Li 2024, arXiv 2410.18117, Algorithm 2")
public record FedAda2PlusPlus(
        @Option(value = "delayed-sm3()",
                about = "the clients' optimizer, which starts anew in every round") JointInner inner,
        @Option(value = "adagrad(lr=0.1)", about = "the server's optimizer") ZeroStartOuter outer) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(), outer.optimizer(), localSteps).with("innerState", InnerState.RESET);
    }
}
