package org.gradus.experiments.spec;

import java.util.Map;
import org.gradus.experiments.problem.FederatedProblemSpec;
import org.gradus.federated.Engine;
import org.gradus.optim.cuda.Device;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;

/** What of a simulation is the same for all algorithms, beside the options of a round. */
public record Setting(
        @Option(about = "what is minimised, and by which clients: {type: ..., options}") FederatedProblemSpec problem,
        @Option(about = "rounds of every run") int rounds,
        @Option(value = "0", about = "rounds from line to line of the log, each with an evaluation; 0: a fiftieth of all")
        int evalEvery,
        @Option(value = "workers", about = "one client after another on each thread; rows: many at once, for closed forms;"
        + " device: all at once on an NVIDIA card, for diagonal quadratics")
        Clients engine,
        @Option(value = "true", about = "log the quantities of the theory where the problem is of closed form")
        boolean terms,
        @Option(value = "1e6", about = "a loss beyond so many times the first one counts as diverged, > 1")
        double divergence) {
    private static final int EVALUATIONS = 50;

    /** How clients are held: the results are the same bits. */
    public enum Clients { WORKERS, ROWS, DEVICE }

    public Setting {
        Require.check(rounds >= 1, "rounds", "at least 1", rounds);
        Require.check(evalEvery >= 0, "evalEvery", "at least 0 (0: a fiftieth of the rounds)", evalEvery);
        if (evalEvery == 0) evalEvery = (rounds - 1) / EVALUATIONS + 1;
        Require.check(divergence > 1, "divergence", "a number > 1", divergence);
    }

    static Setting read(Map<String, ?> options) {
        return Options.read(Setting.class, options);
    }

    /** The engine on so many threads. */
    public Engine engine(int threads) {
        return switch (engine) {
            case WORKERS -> Engine.workers(threads);
            case ROWS -> Engine.rows(threads);
            case DEVICE -> Engine.device(() -> Device.open(0), threads);
        };
    }
}
