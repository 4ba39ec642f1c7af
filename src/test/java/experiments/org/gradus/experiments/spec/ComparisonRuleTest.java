package org.gradus.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.experiment.Experiments;
import org.gradus.experiments.run.Progress;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of comparisons in both kinds of spec: there before the results, so part of what names the folder. */
class ComparisonRuleTest {
    private static final String TRAINING = """
            problem: {type: quadratic, dimension: 3}
            optimizers: {adam: {type: adam, lr: 0.1}, gd: {type: sgd, lr: 0.1}}
            seeds: [1, 2]
            budget: {steps: 2}
            """;
    private static final String SIMULATION = """
            simulation: {problem: {type: quadratic-clients, clients: 4, dimension: 2}, localSteps: 2, rounds: 2}
            algorithms:
              fedavg: {type: fedavg, inner: {type: sgd, lr: 0.1}}
              fedadam: {type: fedadam, inner: {type: sgd, lr: 0.1}}
            seeds: [1]
            """;

    @TempDir
    private Path folder;

    private static Document document(String yaml) {
        return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml");
    }

    private static String complaint(String yaml) {
        return assertThrows(InvalidInput.class, () -> {
            if (SimulationSpec.is(document(yaml))) SimulationSpec.read(document(yaml), "test");
            else RunSpec.read(document(yaml), "test");
        }).getMessage();
    }

    @Test
    void defaultsAreResolvedWrittenAndReadBack() throws Exception {
        for (String resolved : List.of(RunSpec.read(document(TRAINING), "test").resolved(),
                SimulationSpec.read(document(SIMULATION), "test").resolved())) {
            assertTrue(resolved.endsWith("""
                    compare:
                      metric: "loss"
                      baseline: "first"
                      test: "t"
                      confidence: 0.95
                    """), resolved);
            Files.writeString(folder.resolve("resolved.yaml"), resolved);
            assertEquals(ComparisonRule.parse("default"), ComparisonRule.of(folder));
        }
        RunSpec spec = RunSpec.read(document(TRAINING + "compare: {baseline: gd, test: wilcoxon}\n"), "test");
        assertEquals(spec, RunSpec.read(document(spec.resolved()), "test"));
        assertEquals("gd", spec.compare().baseline(List.of("adam", "gd")));
        assertEquals("adam", ComparisonRule.parse("default").baseline(List.of("adam", "gd")));
    }

    @Test
    void aFolderFromBeforeThereWereRulesHasTheDefault() throws Exception {
        Files.writeString(folder.resolve("resolved.yaml"), TRAINING);
        assertEquals(ComparisonRule.parse("default"), ComparisonRule.of(folder));
    }

    @Test
    void anotherRuleIsAnotherExperiment() {
        String hash = RunSpec.read(document(TRAINING), "test").hash();
        assertNotEquals(hash, RunSpec.read(document(TRAINING + "compare: {confidence: 0.9}\n"), "test").hash());
        assertEquals(hash, RunSpec.read(document(TRAINING + "compare: {metric: loss}\n"), "test").hash());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "3 | expected {metric: ..., baseline: ..., test: ..., confidence: ...}, but found '3'",
        "{metrc: loss} | unknown option 'metrc'; did you mean 'metric'?",
        "{baseline: adm} | baseline: unknown label 'adm'",
        "{test: f} | test must be one of t, wilcoxon, but is 'f'",
        "{confidence: 1} | confidence must be in [0.5, 1), but is 1.0",
        "{confidence: 95} | confidence must be in [0.5, 1), but is 95.0",
        "{metric: ../x} | metric must be a name such as loss or testAccuracy, but is '../x'"})
    void whatIsWrongIsSaidWithItsLine(String rule, String expected) {
        for (String spec : List.of(TRAINING, SIMULATION)) {
            String message = complaint(spec + "compare: " + rule + "\n");
            assertTrue(message.startsWith("test.yaml line ") && message.contains(": compare: " + expected), message);
            assertEquals(1, message.lines().count());
        }
    }

    /** Before it has run for hours, and not when it is to be compared. */
    @ParameterizedTest
    @ValueSource(strings = {TRAINING, SIMULATION})
    void aMetricThatIsNotMeasuredIsRefusedBeforeTheRun(String spec) {
        Document document = document(spec + "compare: {metric: testAccuracy}\n");
        String message = assertThrows(InvalidInput.class, () ->
                new Experiments(folder, 1, Progress::silent, r -> {}).run(document, "test", List.of())).getMessage();
        assertTrue(message.contains("compare: metric: unknown metric 'testAccuracy'; known: loss"), message);
        assertFalse(Files.exists(folder.resolve("test")));
    }
}
