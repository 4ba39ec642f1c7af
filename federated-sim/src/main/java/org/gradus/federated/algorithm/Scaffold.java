package org.gradus.federated.algorithm;

import org.gradus.federated.Correction;
import org.gradus.federated.Inner;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/**
 * SCAFFOLD, option II: control variates against the drift of clients; twice the traffic.
 */
@Entry(type = "scaffold", about = "FedAvg with control variates of server and clients",
        source = "Karimireddy et al. 2019, arXiv 1910.06378, Algorithm 1, option II")
public record Scaffold(
        @Option(value = "sgd(lr=0.1)", about = "the clients' optimizer") Inner inner,
        @Option(value = "1", about = "outer rate; 1 is plain averaging") Schedule outerLr) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(), Sgd.of(outerLr), localSteps)
                .with("correction", new Correction.ControlVariates());
    }
}
