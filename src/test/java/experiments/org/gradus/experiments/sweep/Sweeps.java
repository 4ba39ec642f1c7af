package org.gradus.experiments.sweep;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.search.Tuning;

/** Sweeps for tests. */
final class Sweeps {
    /** Gradient descent on eigenvalues all 1 needs one step at rate 1, and leaves (1 - rate)^2 of the loss at others. */
    static final String BOWL = """
            problem: {type: quadratic, dimension: 3, condition: 1}
            vary: {condition: [1, 100]}
            optimizers:
              gd: {type: sgd, lr: 0.3}
              chained: [{type: clip-norm, maxNorm: 1000}, {type: sgd, lr: "linear(peak=0.3, steps=4, warmup=1)"}]
            seeds: [1, 2]
            budget: {steps: 1}
            """;

    private Sweeps() {}

    static Document document(String yaml) {
        return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml");
    }

    /** @param section the inside of {@code sweep: {...}} */
    static Sweep of(String yaml, String section) {
        return of(yaml, section, null);
    }

    static Sweep of(String yaml, String section, String study) {
        Document document = document(yaml + "sweep: {" + section + "}\n");
        return Sweep.of(document, "test", study, Tuning.in(document));
    }

    static SweepOutcome run(Sweep sweep, Path folder) {
        return sweep.run(folder, 2, Progress::silent);
    }
}
