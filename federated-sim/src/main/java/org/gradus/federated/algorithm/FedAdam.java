package org.gradus.federated.algorithm;

import org.gradus.federated.Inner;
import org.gradus.federated.Simulation;
import org.gradus.federated.rule.OuterAdam;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.schedule.Schedule;

/**
 * FedAdam: SGD on clients, an adaptive rule on the server.
 */
@Entry(type = "fedadam", about = "FedAdam: adaptive server, SGD clients",
        source = "Reddi et al. 2020, arXiv 2003.00295, Algorithm 2")
public record FedAdam(
        @Option(value = "sgd(lr=0.1)", about = "the clients' optimizer") Inner inner,
        @Option(value = "0.1", about = "outer rate") Schedule outerLr,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.99", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "0.001", about = "tau: added to the root, >= 0") double eps,
        @Option(value = "NaN",
                about = "start of the second moment; left out: eps^2, or 0 with bias correction") double initialAccumulator,
        @Option(value = "false", about = "divide the moments by 1 - beta^t") boolean biasCorrection) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(),
                new OuterAdam(outerLr, beta1, beta2, eps, initialAccumulator, biasCorrection), localSteps);
    }
}
