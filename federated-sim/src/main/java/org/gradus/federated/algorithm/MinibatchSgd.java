package org.gradus.federated.algorithm;

import org.gradus.federated.Simulation;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/**
 * Mini-batch SGD with as many gradients as local work has: {@code x <- x - lr mean_{m,h} g_m(x)}.
 */
@Entry(type = "minibatch-sgd", about = "all gradients of a round at the model itself",
        source = "Woodworth et al. 2020, arXiv 2002.07839")
public record MinibatchSgd(
        @Option(value = "0.1", about = "rate") Schedule lr) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(Sgd.of(1.0 / localSteps), Sgd.of(lr), localSteps).with("correction", "at-broadcast");
    }
}
