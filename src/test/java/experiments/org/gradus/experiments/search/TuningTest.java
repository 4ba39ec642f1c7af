package org.gradus.experiments.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;

/** The section {@code sweep} of a spec. */
class TuningTest {
    private static final String RUN = """
            problem: {type: quadratic, dimension: 3, condition: 1}
            optimizers: {gd: {type: sgd, lr: 0.3}}
            seeds: [1, 2]
            budget: {steps: 1}
            """;
    private static final String SIMULATION = """
            simulation: {problem: {type: quadratic-clients, clients: 2, dimension: 2}, rounds: 2}
            algorithms: {fedavg: {type: fedavg, inner: {type: sgd, lr: 0.1}}}
            seeds: [1, 2]
            """;
    private static final String SECTION = "sweep: {method: halton, points: 7, ranges: {lr: 1e-3..1, a.b: [x, y]}}\n";

    private static Document document(String yaml) {
        return Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml");
    }

    @Test
    void theSectionIsNoPartOfARun() {
        assertEquals(RunSpec.read(document(RUN), "t").hash(), RunSpec.read(document(RUN + SECTION), "t").hash());
        assertEquals(SimulationSpec.read(document(SIMULATION), "t").hash(),
                SimulationSpec.read(document(SIMULATION + SECTION), "t").hash());
    }

    @Test
    void theSectionIsReadAndWritten() {
        Tuning tuning = Tuning.in(document(RUN + SECTION));
        assertEquals(Method.HALTON, tuning.method());
        assertEquals(List.of("lr", "a.b"), List.copyOf(tuning.ranges().byPath().keySet()));
        assertEquals(tuning, Tuning.in(document("sweep: " + Yaml.text(tuning.write()).replaceAll("(?m)^", "  ")
                .stripLeading()
                .replaceFirst("^", "\n  "))));
        assertEquals(13, Tuning.in(document(RUN)).points());
    }

    @Test
    void tuningSeedsAreNeverTheSpecs() {
        Tuning usual = Tuning.in(document(RUN));
        assertEquals(List.of(11L, 12L, 13L, 14L, 15L), usual.besides(List.of(1L, 2L)).seeds());
        assertEquals(List.of(21L, 22L, 23L, 24L, 25L), usual.besides(List.of(12L, 20L)).seeds());
        Tuning given = Tuning.in(document(RUN + "sweep: {seeds: [3, 2]}\n"));
        String message = assertThrows(InvalidInput.class, () -> given.besides(List.of(1L, 2L))).getMessage();
        assertTrue(message.contains("others than those of the spec, [1, 2]"), message);
    }

    @Test
    void whatIsWrongWithTheSectionIsSaidByRunToo() {
        for (String spec : List.of(RUN, SIMULATION)) {
            assertTrue(complaint(spec, "{pionts: 3}").contains("sweep: unknown option 'pionts'; did you mean 'points'?"));
            assertTrue(complaint(spec, "{points: 0}").contains("points must be in 1..10000"));
            assertTrue(complaint(spec, "{ranges: {lr: 1..0.1}}").contains("sweep: ranges: lr: the low end"));
            assertTrue(complaint(spec, "{ranges: [lr]}").contains("expected {option: low..high}"));
            assertTrue(complaint(spec, "[1]").contains("expected {method, points, seeds, ranges, refine}"));
            assertTrue(complaint(spec, "{seeds: [1, 1]}").contains("seeds must be distinct"));
            assertTrue(complaint(spec, "{refine: 21}").contains("refine must be in 0..20"));
        }
    }

    private static String complaint(String spec, String section) {
        Document document = document(spec + "sweep: " + section + "\n");
        String message = assertThrows(InvalidInput.class, () -> {
            if (SimulationSpec.is(document)) SimulationSpec.read(document, "t");
            else RunSpec.read(document, "t");
        }).getMessage();
        assertTrue(message.startsWith("test.yaml line ") && message.lines().count() == 1, message);
        return message;
    }
}
