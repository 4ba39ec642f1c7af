package org.gradus.federated.algorithm;

import org.gradus.federated.Exchange;
import org.gradus.federated.Inner;
import org.gradus.federated.ScheduleClock;
import org.gradus.federated.Simulation;
import org.gradus.federated.rule.Nesterov;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Schedule;

/**
 * Streaming DiLoCo: the model in fragments, each exchanged once in localSteps steps, in turn; so a round here is
 * localSteps / fragments steps. What the server makes of a fragment arrives some steps later and is mixed in. With one
 * fragment and no delay it is DiLoCo.
 */
@Entry(type = "streaming-diloco", about = "DiLoCo by fragments of the model, overlapped with local steps",
        source = "Douillard et al. 2025, arXiv 2501.18512")
public record StreamingDiLoCo(
        @Option(value = "adamw(lr=0.0004)", about = "the workers' optimizer; its state stays with them") Inner inner,
        @Option(value = "0.7", about = "outer rate") Schedule outerLr,
        @Option(value = "0.9", about = "outer Nesterov momentum, in [0, 1)") Schedule momentum,
        @Option(value = "4", about = "parts of the model") int fragments,
        @Option(value = "0", about = "local steps until a fragment has arrived, less than those of a round") int delay,
        @Option(value = "0", about = "what a worker keeps of its own fragment, in [0, 1)") double mix) implements Algorithm {
    public StreamingDiLoCo {
        Require.check(fragments >= 1, "fragments", "at least 1", fragments);
    }

    @Override
    public Simulation simulation(int localSteps) {
        Require.check(localSteps % fragments == 0, "localSteps", "a multiple of the fragments (" + fragments + ")",
                localSteps);
        int steps = localSteps / fragments;
        Require.check(delay < steps, "delay", "less than the local steps between two exchanges (" + steps + ")", delay);
        return Simulation.of(inner.optimizer(), new Nesterov(outerLr, momentum), steps).with("schedules", ScheduleClock.STEP)
                .with("exchange", new Exchange.Fragments(fragments, delay, mix));
    }
}
