package org.gradus.experiments.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.spec.SpecFiles;
import org.gradus.experiments.spec.Study;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.optim.rule.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Specs of simulations: strict, resolved, hashed. */
class SimulationSpecTest {
    static Iterable<String> algorithms() {
        return Algorithms.CATALOGUE.types();
    }

    private static void assertRoundTrip(SimulationSpec spec) {
        SimulationSpec again = Specs.read(spec.resolved());
        assertEquals(spec.resolved(), again.resolved());
        assertEquals(spec.hash(), again.hash());
        assertEquals(spec, again);
    }

    /** With every option written out, a spec is still the same spec. */
    @ParameterizedTest
    @MethodSource("algorithms")
    void everyAlgorithmIsResolvedToWhatReadsBack(String type) {
        assertRoundTrip(Specs.read("""
                simulation: {problem: quadratic-clients, rounds: 5, localSteps: 4}
                algorithms: {label: {type: %s%s}}
                seeds: [1]
                """.formatted(type, type.equals("fedac") ? ", strongConvexity: 0.01" : "")));
    }

    @Test
    void shippedSpecsAreResolvedToWhatReadsBack() {
        for (String name : List.of("fed-digits", "fed-text", "heavy-tails", "outer-lr")) {
            Document document = SpecFiles.open(name);
            assertTrue(SimulationSpec.is(document), name);
            assertRoundTrip(SimulationSpec.read(document, name));
        }
    }

    @Test
    void theHashTellsSpecsApartAndNotTheirSpelling() {
        SimulationSpec spec = Specs.read(Specs.TINY);
        assertEquals(spec.hash(), Specs.read(Specs.TINY, "simulation.dropout=0.0").hash(), "a default that is written out");
        assertNotEquals(spec.hash(), Specs.read(Specs.TINY, "simulation.dropout=0.1").hash());
        assertNotEquals(spec.hash(), Specs.read(Specs.TINY, "algorithms.fedavg.inner.lr=0.2").hash());
    }

    /** What stands with an algorithm is for that algorithm alone. */
    @Test
    void anAlgorithmMayHaveItsOwnOptionsOfARound() {
        Study.Point point = Specs.read(Specs.TINY, "algorithms.fedavg.localSteps=7").studies().get("").points().get(0);
        assertEquals(7, point.algorithms().get("fedavg").localSteps());
        assertEquals(3, point.algorithms().get("scaffold").localSteps());
    }

    @Test
    void aGridSetsOptionsOfProblemRoundAndOptimizers() {
        SimulationSpec spec = Specs.read(Specs.TINY,
                "vary={problem.noise.scale: [0, 1], rounds: [3, 5], inner.lr: [0.01, 0.1, 1]}");
        List<Study.Point> points = spec.studies().get("").points();
        assertEquals(12, points.size());
        Study.Point last = points.get(11);
        assertEquals("problem.noise.scale=1,rounds=5,inner.lr=1", last.name());
        assertEquals(5, last.setting().rounds());
        assertEquals(Sgd.of(1), last.algorithms().get("fedavg").inner().optimizer());
        assertEquals(1.0, ((Map<?, ?>) ((Map<?, ?>) last.setting().problem().write()).get("noise")).get("scale"));
        assertRoundTrip(spec);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            simulation.localStep=3 | unknown option 'localStep'; did you mean 'localSteps'?
            simulation.rounds=0 | rounds must be at least 1
            simulation.problem.type=quadratics | unknown federated problem
            simulation.problem.noise=alpha-stable(alpha=2.1) | alpha
            simulation.problem.noise=alpha-stable(alpha=0) | alpha
            simulation.inner=sgd(lr=1) | unknown option 'inner'
            simulation.sampler=uniform(count=0) | count
            simulation.dropout=1 | dropout must be in [0, 1)
            algorithms.fedavg.type=fedavgg | unknown algorithm 'fedavgg'
            algorithms.fedavg.rho=1 | unknown option 'rho'
            algorithms.scaffold.inner={type: adam, lr: 1} | control-variates need sgd
            algorithms={} | at least one
            seeds=[] | seeds must be at least one
            seeds=[1, 1] | seeds must be distinct
            vary={inner.lr: [1, 0.1]} | increasing
            vary={inner.rate: [1]} | unknown option 'rate'
            vary={nothing.lr: [1]} | unknown key 'nothing'
            vary=[] | expected {path.to.option: [values]}
            study={} | unknown key 'study'
            """)
    void badInputIsOneLineWithItsRemedy(String assignment, String complaint) {
        String message = Specs.complaint(Specs.TINY, assignment);
        assertTrue(message.contains(complaint), message);
    }

    @Test
    void complaintsNameTheLine() {
        assertTrue(Specs.complaint(Specs.TINY.replace("localSteps: 3", "localSteps: x"))
                .startsWith("test.yaml line 4: simulation: localSteps"),
                () -> Specs.complaint(Specs.TINY.replace("localSteps: 3", "localSteps: x")));
        assertTrue(Specs.complaint(Specs.TINY.replace("type: diloco, inner", "type: diloco, innner"))
                .startsWith("test.yaml line 10: algorithms: diloco"),
                () -> Specs.complaint(Specs.TINY.replace("type: diloco, inner", "type: diloco, innner")));
    }

    @Test
    void namesThatLeadElsewhereAreRefused() {
        assertTrue(Specs.complaint(Specs.TINY.replace("fedavg: {", "../x: {")).contains("the label of an algorithm"));
        assertTrue(Specs.complaint("studies: {a/b: {}}\nseeds: [1]\n").contains("the name of a study"));
        assertTrue(Specs.complaint("studies: {a: {}}\nsimulation: {}\nseeds: [1]\n").contains("either studies by name"));
    }
}
