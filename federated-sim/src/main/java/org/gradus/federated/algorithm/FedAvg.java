package org.gradus.federated.algorithm;

import org.gradus.federated.Inner;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/**
 * Federated averaging, or Local SGD: the weighted average of what clients make of the model.
 */
@Entry(type = "fedavg", about = "local steps, then the weighted average of the models",
        source = "McMahan et al. 2017, arXiv 1602.05629, Algorithm 1")
public record FedAvg(
        @Option(value = "sgd(lr=0.1)", about = "the clients' optimizer") Inner inner,
        @Option(value = "1", about = "outer rate; 1 is plain averaging") Schedule outerLr) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(), Sgd.of(outerLr), localSteps);
    }
}
