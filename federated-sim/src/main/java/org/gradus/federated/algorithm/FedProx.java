package org.gradus.federated.algorithm;

import org.gradus.federated.Correction;
import org.gradus.federated.Inner;
import org.gradus.federated.Simulation;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/**
 * FedProx: local steps are drawn to the received model by {@code rho (y - x)}; a fixed number of them, not an exact
 * proximal point.
 */
@Entry(type = "fedprox", about = "FedAvg with a proximal term around the received model",
        source = "Li et al. 2018, arXiv 1812.06127, Algorithm 2")
public record FedProx(
        @Option(value = "sgd(lr=0.1)", about = "the clients' optimizer") Inner inner,
        @Option(value = "0.1", about = "proximal weight, >= 0") double rho,
        @Option(value = "1", about = "outer rate; 1 is plain averaging") Schedule outerLr) implements Algorithm {
    public FedProx {
        Require.nonNegative("rho", rho);
    }

    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(), Sgd.of(outerLr), localSteps)
                .with("correction", new Correction.Proximal(rho));
    }
}
