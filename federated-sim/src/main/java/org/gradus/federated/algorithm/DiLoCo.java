package org.gradus.federated.algorithm;

import org.gradus.federated.Inner;
import org.gradus.federated.ScheduleClock;
import org.gradus.federated.Simulation;
import org.gradus.federated.rule.Nesterov;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.schedule.Schedule;

/**
 * DiLoCo: many local steps of AdamW, then a Nesterov step with the averaged displacement. Schedules of the inner rate count
 * local steps.
 */
@Entry(type = "diloco", about = "AdamW inside, Nesterov momentum outside",
        source = "Douillard et al. 2023, arXiv 2311.08105, Algorithm 1")
public record DiLoCo(
        @Option(value = "adamw(lr=0.0004)", about = "the workers' optimizer; its state stays with them") Inner inner,
        @Option(value = "0.7", about = "outer rate") Schedule outerLr,
        @Option(value = "0.9", about = "outer Nesterov momentum, in [0, 1)") Schedule momentum) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(inner.optimizer(), new Nesterov(outerLr, momentum), localSteps)
                .with("schedules", ScheduleClock.STEP);
    }
}
