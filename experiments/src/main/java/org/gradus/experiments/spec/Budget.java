package org.gradus.experiments.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;

/** How long every optimizer may train, the same for all. */
public record Budget(
        @Option(about = "gradient evaluations, one a step") long steps,
        @Option(value = "0", about = "examples a gradient; 0: all of them") int batch,
        @Option(value = "0", about = "steps between two evaluations on all data; 0: a fiftieth of the steps") long evalEvery) {
    private static final long EVALUATIONS = 50;

    public Budget {
        Require.check(steps >= 1, "steps", "at least 1", steps);
        Require.check(batch >= 0, "batch", "at least 0 (0: all examples)", batch);
        Require.check(evalEvery >= 0, "evalEvery", "at least 0 (0: a fiftieth of the steps)", evalEvery);
        if (evalEvery == 0) evalEvery = (steps - 1) / EVALUATIONS + 1;
    }

    /** Reads {@code {steps: 1000, batch: 64}}. */
    public static Budget parse(Object spec) {
        if (!(spec instanceof Map<?, ?> map)) throw new InvalidInput("expected {steps: ..., batch: ...}, but found " + Names.shown(spec));
        Map<String, Object> options = new LinkedHashMap<>();
        map.forEach((key, value) -> options.put(String.valueOf(key), value));
        return Options.read(Budget.class, options);
    }

    public Object write() {
        return Options.write(this);
    }
}
