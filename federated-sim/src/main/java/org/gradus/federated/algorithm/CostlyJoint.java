package org.gradus.federated.algorithm;

import org.gradus.federated.Exchange;
import org.gradus.federated.InnerState;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;

/**
 * Joint adaptivity with a transmitted preconditioner, the costly baseline: clients start from the server's second moment.
 */
@Entry(type = "costly-joint", about = "adaptive server and clients, the server's second moment sent down",
        source = "Lee, Sharma, Zaheer and Li 2024, arXiv 2410.18117 (Costly Joint Adaptivity)")
public record CostlyJoint(
        @Option(value = "delayed-adagrad()",
                about = "the clients' optimizer, which starts anew in every round") JointInner inner,
        @Option(value = "adagrad(lr=0.1)", about = "the server's optimizer") ZeroStartOuter outer) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(), outer.optimizer(), localSteps).with("innerState", InnerState.RESET)
                .with("exchange", new Exchange.SecondMoment());
    }
}
