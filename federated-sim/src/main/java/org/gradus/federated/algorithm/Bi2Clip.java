package org.gradus.federated.algorithm;

import org.gradus.federated.InnerState;
import org.gradus.federated.Simulation;
import org.gradus.optim.Chain;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/**
 * Bi2Clip: every coordinate clipped from above and below, inside and outside; close to Adam, without its statistics.
 */
@Entry(type = "bi2clip", about = "coordinates clipped from above and below, inside and outside",
        source = "Lee, Zaheer and Li 2025, arXiv 2502.04164, Algorithm 4")
public record Bi2Clip(
        @Option(value = "0.1", about = "inner rate") Schedule lr,
        @Option(value = "1", about = "inner upper threshold") Schedule upper,
        @Option(value = "0", about = "inner lower threshold") Schedule lower,
        @Option(value = "1", about = "outer rate") Schedule outerLr,
        @Option(value = "Infinity",
                about = "outer upper threshold, in units of displacement (about lr localSteps upper)") Schedule outerUpper,
        @Option(value = "0", about = "outer lower threshold") Schedule outerLower) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        return Simulation.of(Chain.of(new BiClip(upper, lower), Sgd.of(lr)),
                Chain.of(new BiClip(outerUpper, outerLower), Sgd.of(outerLr)), localSteps)
                .with("innerState", InnerState.RESET);
    }
}
