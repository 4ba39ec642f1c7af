package org.gradus.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.InvalidInput;
import org.gradus.plots.Sensitivity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    /** Gradient descent on eigenvalues all 1 needs one step at rate 1, and leaves (1 - rate)^2 of the loss at others. */
    private static final String SPEC = """
            problem: {type: quadratic, dimension: 3, condition: 1}
            vary: {condition: [1, 100]}
            optimizers:
              gd: {type: sgd, lr: 0.3}
              chained: [{type: clip-norm, maxNorm: 1000}, {type: sgd, lr: "linear(peak=0.3, steps=4, warmup=1)"}]
            seeds: [1, 2]
            budget: {steps: 1}
            """;

    @TempDir
    private Path folder;

    private static RunSpec spec(String yaml) {
        return RunSpec.read(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml"), "test");
    }

    @Test
    void everyOptimizerHasEveryRateFromTheTuningSeedsWithoutTheVariation() {
        RunSpec experiment = new Sweep(spec(SPEC), List.of(0.0001, 2.0), List.of(11L, 12L)).experiment();
        assertEquals("test-sweep", experiment.name());
        assertEquals(List.of("gd.lr-0.0001", "gd.lr-2", "chained.lr-0.0001", "chained.lr-2"),
                List.copyOf(experiment.optimizers().byLabel().keySet()));
        assertEquals(Optimizers.read("sgd(lr=2)"), experiment.optimizers().byLabel().get("gd.lr-2"));
        String chain = experiment.optimizers().byLabel().get("chained.lr-2").write().toString();
        assertTrue(chain.contains("linear(peak=2.0, end=0.0, steps=4, warmup=1") && chain.contains("maxNorm=1000"), chain);
        assertEquals(List.of(11L, 12L), experiment.seeds());
        assertEquals(1, experiment.rounds().size());
        assertEquals(spec(SPEC).budget(), experiment.budget());
        assertEquals(experiment, spec(experiment.resolved()));
    }

    @Test
    void theBestRateHasTheSmallestMedianAndAnEndIsSaid() {
        Sweep sweep = new Sweep(spec(SPEC), List.of(0.5, 0.9, 1e40), List.of(11L, 12L, 13L));
        Outcome outcome = new Runner(2).run(sweep.experiment(), folder, Progress.silent());
        List<Sensitivity> curves = sweep.losses(outcome);
        assertEquals(List.of(1, 1), curves.stream().map(Sensitivity::best).toList());
        assertEquals(0.25 / 0.01, curves.get(0).median(0) / curves.get(0).median(1), 1e-3);
        assertEquals(Double.POSITIVE_INFINITY, curves.get(0).median(2), "diverged");
        List<String> lines = sweep.report(outcome);
        assertTrue(lines.get(1).matches("gd +0.9 +\\S+"), lines.get(1));
        assertTrue(Files.exists(outcome.folder().figures().resolve("loss-by-lr.png")));
        Sweep narrow = new Sweep(spec(SPEC), List.of(0.5, 0.9), List.of(11L, 12L, 13L));
        Outcome atEnd = new Runner(2).run(narrow.experiment(), folder, Progress.silent());
        assertTrue(narrow.report(atEnd).get(1).contains("at an end of the grid"), narrow.report(atEnd).get(1));
    }

    @Test
    void whatCannotBeTunedIsSaidInOneLine() {
        assertTrue(complaint(SPEC, List.of(0.1, 1.0), List.of(2L)).contains("--seeds must be others than those of the spec"));
        assertTrue(complaint(SPEC, List.of(1.0, 0.1), List.of(11L)).contains("--rates must be increasing"));
        String power = SPEC.replace("lr: 0.3", "lr: \"power(base=1, exponent=-1)\"");
        assertTrue(complaint(power, List.of(0.1), List.of(11L)).contains("optimizers: gd: unknown option 'peak'"));
        String none = SPEC.replace("{type: sgd, lr: 0.3}", "{type: frozen}");
        assertTrue(complaint(none, List.of(0.1), List.of(11L)).contains("optimizers: gd: it has no lr to tune"));
    }

    private static String complaint(String yaml, List<Double> rates, List<Long> seeds) {
        String message = assertThrows(InvalidInput.class, () -> new Sweep(spec(yaml), rates, seeds).experiment()).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
