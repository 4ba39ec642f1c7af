package org.gradus.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.spec.Study;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationSweepTest {
    /**
     * Clients of one quadratic without noise: one local step of rate 1 and an outer rate of 1 end at the optimum at
     * once.
     */
    private static final String CLIENTS = """
            simulation:
              problem: {type: quadratic-clients, clients: 3, dimension: 4, smallest: 1, spread: 0}
              rounds: 3
            algorithms:
              fedavg: {type: fedavg, inner: {type: sgd, lr: 0.1}}
              clipped: {inner: [{type: bi-clip, upper: 100}, {type: sgd, lr: "power(base=0.1, exponent=0)"}],
                      outer: {type: adam, lr: 0.1}}
            vary: {outer.lr: [0.1, 1]}
            seeds: [1, 2]
            """;

    @TempDir
    private Path folder;

    @Test
    void optionsOfInnerAndOuterOptimizersAreTuned() throws Exception {
        Sweep sweep = Sweeps.of(CLIENTS, "method: grid, points: 9, seeds: [7, 8],"
                + " ranges: {inner.lr: 0.5..2, fedavg.outer.lr: 0.5..2, clipped.outer.eps: 1e-3..1}");
        SweepOutcome outcome = Sweeps.run(sweep, folder);
        assertEquals(Map.of("inner.lr", 1.0, "outer.lr", 1.0), outcome.searches().get(0).best().values());
        assertEquals(List.of("inner.lr", "outer.eps"), List.copyOf(outcome.searches().get(1).best().values().keySet()));
        assertEquals(2 * 9 * 2, outcome.runs());
        SimulationSpec best = SimulationSpec.read(Sweeps.document(Files.readString(outcome.best())), "");
        Study study = best.studies().get("");
        assertEquals("{type=sgd, lr=1.0, momentum=0.0, dampening=0.0, nesterov=false, weightDecay=0.0}",
                study.algorithms().get("fedavg").get("inner").toString());
        String rate = study.algorithms().get("clipped").get("inner").toString();
        assertTrue(rate.contains("lr=power(base=") && rate.contains("exponent=0.0"), rate);
        assertEquals(List.of(List.of(1L, 2L), 2), List.of(best.seeds(), study.points().size()),
                "seeds and grid are the spec's");
        assertEquals(3, SweepFigures.draw(outcome).size());
    }

    @Test
    void oneStudyIsTunedByItsName() throws Exception {
        String one = CLIENTS.substring(0, CLIENTS.indexOf("vary:")).indent(4);
        String studies = "studies:\n  a:\n" + one + "  b:\n" + one + "seeds: [1, 2]\n";
        SweepOutcome outcome = Sweeps.run(Sweeps.of(studies, "points: 3, seeds: [7], ranges: {inner.lr: 0.5..2}", "b"),
                folder);
        SimulationSpec best = SimulationSpec.read(Sweeps.document(Files.readString(outcome.best())), "");
        assertTrue(best.studies().get("a").algorithms().toString().contains("lr=0.1"));
        assertTrue(best.studies().get("b").algorithms().toString().contains("inner={type=sgd, lr=1.0,"));
        assertTrue(complaint(() -> Sweeps.of(studies, "ranges: {inner.lr: 0.5..2}", "bb"))
                .contains("unknown study 'bb'; did you mean"));
    }

    @Test
    void wholeNumbersStayWholeAlsoWhereTheEndsOfTheRangeAreNot() {
        Sweep sweep = Sweeps.of(CLIENTS.replace("fedavg,", "fedavg, localSteps: 2,"),
                "method: halton, points: 6, ranges: {fedavg.localSteps: 1..20}");
        sweep.firstRound().get("fedavg").forEach(c -> assertEquals(Long.class, c.get("localSteps").getClass()));
        assertEquals(6, sweep.firstRound().get("fedavg").size());
        SweepOutcome outcome = Sweeps.run(Sweeps.of(CLIENTS.replace("fedavg,", "fedavg, localSteps: 2,"),
                "points: 3, refine: 2, seeds: [7], ranges: {fedavg.localSteps: 1.4..3.4}"), folder);
        assertEquals(9, outcome.searches().get(0).tried().size());
    }

    @Test
    void nothingIsTunedUnlessItIsNamed() {
        assertTrue(complaint(() -> Sweeps.of(CLIENTS, "points: 3"))
                .contains("nothing to tune is named; give --range inner.lr="));
        assertTrue(complaint(() -> Sweeps.of(CLIENTS, "ranges: {inner.ler: 1..2}"))
                .contains("no contestant has this option: unknown option 'inner.ler'; did you mean 'inner.lr'?"));
        assertTrue(complaint(() -> Sweeps.of(CLIENTS, "ranges: {fedavg.outer.eps: 1..2}"))
                .contains("no contestant has this option"));
        assertTrue(complaint(() -> Sweeps.of(CLIENTS, "ranges: {dropout: 0..0.5, correction: 1..2}"))
                .contains("no contestant"));
    }

    private static String complaint(Runnable action) {
        String message = assertThrows(InvalidInput.class, action::run).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
