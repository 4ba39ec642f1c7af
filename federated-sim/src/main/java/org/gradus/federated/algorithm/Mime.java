package org.gradus.federated.algorithm;

import org.gradus.federated.Correction;
import org.gradus.federated.Inner;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;

/**
 * Mime with SGD and momentum: clients use the server's momentum and the average gradient at the received model.
 */
@Entry(type = "mime", about = "the server's momentum in local steps, with variance reduction",
        source = "Karimireddy et al. 2020, arXiv 2008.03606, Algorithm 1")
public record Mime(
        @Option(value = "sgd(lr=0.1)", about = "the clients' optimizer") Inner inner,
        @Option(value = "0.9", about = "weight of the momentum, in [0, 1)") double momentum) implements Algorithm {
    public Mime {
        Require.decayRate("momentum", momentum);
    }

    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(), Sgd.of(1), localSteps)
                .with("correction", new Correction.ServerMomentum(momentum, true));
    }
}
