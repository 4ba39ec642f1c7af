package org.gradus.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.problem.ProblemSpec;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same optimizers over values of one option of the problem. */
class VariationTest {
    private static final String SPEC = """
            problem: {type: quadratic, dimension: 5}
            optimizers: {gd: {type: sgd, lr: 0.5}}
            seeds: [1]
            budget: {steps: 10}
            """;

    private static RunSpec read(String yaml) {
        return RunSpec.read(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml"), "test");
    }

    @Test
    void everyValueIsARoundOfItsOwnProblem() {
        List<Round> rounds = read(SPEC + "vary: {condition: [1, 2.5, 100, 1e7]}\n").rounds();
        assertEquals(List.of("condition=1", "condition=2.5", "condition=100", "condition=10000000"),
                rounds.stream().map(Round::name).toList());
        assertEquals(ProblemSpec.parse(Map.of("type", "quadratic", "dimension", 5, "condition", 2.5)), rounds.get(1).problem());
        assertEquals(Map.of("condition", 100.0), rounds.get(2).varied());
        assertEquals("condition=0.0001", new Round(Map.of("condition", 1e-4), rounds.get(0).problem()).name());
        List<Round> whole = read(SPEC + "vary: {dimension: [2, 4]}\n").rounds();
        assertEquals(ProblemSpec.parse(Map.of("type", "quadratic", "dimension", 4)), whole.get(1).problem());
    }

    @Test
    void itIsResolvedAndHashed() {
        RunSpec spec = read(SPEC + "vary: {condition: [1, 10]}\n");
        assertEquals(spec, read(spec.resolved()));
        assertEquals(spec.hash(), read(SPEC + "vary: {condition: [1.0, 10.0]}\n").hash());
        assertNotEquals(spec.hash(), read(SPEC + "vary: {condition: [1, 11]}\n").hash());
        assertNotEquals(spec.hash(), read(SPEC).hash());
    }

    /** Folders of runs without a variation stay where they are. */
    @Test
    void aSpecWithoutItIsAsBefore() {
        RunSpec spec = read(SPEC);
        assertFalse(spec.resolved().contains("vary"), spec.resolved());
        assertEquals(spec, read(SPEC + "vary: none\n"));
        assertEquals(List.of(new Round(Map.of(), spec.problem())), spec.rounds());
        assertEquals("", spec.rounds().get(0).name());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {conditon: [1, 2]}            | line 5: vary: unknown option 'conditon'; did you mean 'condition'?
            {condition: [0.5, 2]}         | line 5: vary: condition must be a finite number >= 1, but is 0.5
            {dimension: [1, 2.5]}         | line 5: vary: dimension must be a whole number, but is '2.5'
            {rotation: [1, 2]}            | line 5: vary: rotation must be one of none, random
            {condition: [1]}              | line 5: vary: condition must be at least two values
            {condition: [2, 1]}           | line 5: vary: condition must be increasing
            {condition: [2, 2]}           | line 5: vary: condition must be increasing
            {condition: [2, .inf]}        | line 5: vary: condition must be a finite number, but is Infinity
            {condition: [2, ten]}         | line 5: vary: condition must be a list of numbers, but has 'ten'
            {condition: 2}                | line 5: vary: condition must be a list of numbers, but is '2'
            {condition: [1, 2], dimension: [1, 2]} | line 5: vary: expected one option of the problem and its values
            condition                     | line 5: vary: expected one option of the problem and its values
            {type: [1, 2]}                | line 5: vary: unknown option 'type'
            """)
    void whatIsWrongIsSaidInOneLine(String vary, String expected) {
        String message = assertThrows(InvalidInput.class, () -> read(SPEC + "vary: " + vary + "\n")).getMessage();
        assertTrue(message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
    }
}
