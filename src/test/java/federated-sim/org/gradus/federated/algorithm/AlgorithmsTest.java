package org.gradus.federated.algorithm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.federated.Fixture;
import org.gradus.federated.History;
import org.gradus.federated.Simulation;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.rule.DelayedAdagrad;
import org.gradus.federated.rule.OuterAdam;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods by name: each runs, writes itself, and is another one for some options. */
class AlgorithmsTest {
    private static final Map<String,
            Object> NEEDED = Map.of("fedac", Map.of("type", "fedac", "lr", 0.02, "strongConvexity", 0.1));

    static Stream<String> types() {
        return Algorithms.CATALOGUE.types().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyMethodRunsAndIsReadAsItIsWritten(String type) {
        Object spec = NEEDED.getOrDefault(type, type);
        Algorithm algorithm = Algorithm.parse(spec);
        assertEquals(algorithm.write(), Algorithm.parse(algorithm.write()).write());
        Simulation simulation = algorithm.simulation(4);
        assertEquals(simulation, Simulation.read(Options.write(simulation)));
        History history = simulation.run(Fixture.different(5, 6, 0.1, 2), 3, 1);
        assertTrue(Double.isFinite(history.finalLoss()), type);
    }

    private static void assertSame(Simulation a, Simulation b, FederatedProblem problem, double tolerance) {
        assertArrayEquals(a.run(problem, 5, 1).model(), b.run(problem, 5, 1).model(), tolerance);
    }

    private static Simulation named(String type, int steps, Object... options) {
        Map<String, Object> map = new HashMap<>(Map.of("type", type));
        for (int i = 0; i < options.length; i += 2) map.put((String) options[i], options[i + 1]);
        return Fixture.simulation("algorithm", map, "localSteps", steps);
    }

    @Test
    void methodsThatAreOneForSomeOptions() {
        Quadratics noisy = Fixture.different(4, 5, 0.2, 7);
        Simulation fedAvg = named("fedavg", 3, "lr", 0.05);
        assertSame(named("fedprox", 3, "lr", 0.05, "rho", 0), fedAvg, noisy, 0);
        assertSame(named("scaffold", 3, "lr", 0.05), fedAvg, Fixture.equal(4, 5, 0, 7), 1e-12);
        assertSame(named("mime-lite", 3, "lr", 0.05, "momentum", 0), fedAvg, noisy, 0);
        assertSame(named("minibatch-sgd", 1, "lr", 0.05), named("fedavg", 1, "lr", 0.05), noisy, 1e-14);
        assertSame(named("diloco", 4, "inner", "adamw(lr=0.01)"),
                named("streaming-diloco", 4, "inner", "adamw(lr=0.01)", "fragments", 1), noisy, 1e-13);
        assertSame(named("fedac", 3, "lr", 0.05, "gammaAc", 0.05, "alpha", 1, "beta", 1), fedAvg, noisy, 1e-12);
        assertSame(named("fedada2", 3, "inner", "sgd(lr=0.05)", "outer", "sgd(lr=1)"), fedAvg, noisy, 0);
    }

    /** With drift, FedAvg stops beside the minimizer of different clients; control variates do not. */
    @Test
    void controlVariatesRemoveTheDrift() {
        Quadratics problem = Fixture.different(4, 5, 0, 7);
        double gap = named("fedavg", 10, "lr", 0.1).run(problem, 600, 1).finalLoss() - problem.optimum().getAsDouble();
        double corrected = named("scaffold", 10, "lr", 0.1).run(problem, 600, 1).finalLoss() - problem.optimum()
                .getAsDouble();
        assertTrue(gap > 1e-3 && Math.abs(corrected) < 1e-10, gap + " and " + corrected);
    }

    /** A cycle sends every fragment once: all bytes of the model, both ways. */
    @Test
    void fragmentsSendTheModelOnceACycle() {
        History history = named("streaming-diloco", 6, "inner", "adamw(lr=0.01)", "fragments", 3, "delay", 1, "mix", 0.5)
                .run(Fixture.different(2, 10, 0, 3), 7, 1);
        long up = 0;
        for (int r = 1; r < 4; r++) up += history.rounds().get(r).up();
        assertEquals(2 * 10 * 8, up);
        assertEquals(2 * 10 * 8, history.rounds().get(0).down());
        assertEquals(2 * 3 * 8, history.rounds().get(1).down());
    }

    @Test
    void twiceTheTraffic() {
        Quadratics problem = Fixture.different(3, 10, 0, 3);
        long model = 3 * 10 * 8;
        for (Object[] c : new Object[][] {{"fedavg", 1, 1}, {"fedprox", 1, 1}, {"scaffold", 2, 2}, {"mime-lite", 2, 2},
                {"mime", 3, 2}, {"fedadam", 1, 1}}) {
            History history = named((String) c[0], 2).run(problem, 1, 1);
            assertEquals(model * (int) c[1], history.rounds().get(0).down(), c[0] + " down");
            assertEquals(model * (int) c[2], history.rounds().get(0).up(), c[0] + " up");
        }
        History history = named("fedac", 2, "lr", 0.1, "gammaAc", 0.1, "alpha", 2, "beta", 2).run(problem, 1, 1);
        assertEquals(2 * model, history.rounds().get(0).down());
        assertEquals(2 * model, history.rounds().get(0).up());
    }

    @Test
    void optionsOfTheSimulationAndOfTheMethodGoWhereTheyBelong() {
        Simulation simulation = named("fedadam", 5, "lr", 0.3, "outerLr", 0.2, "dropout", 0.25);
        assertEquals(0.25, simulation.dropout());
        assertEquals(5, simulation.localSteps());
        OuterAdam outer = (OuterAdam) simulation.outer().optimizer();
        assertEquals(1e-6, outer.initialAccumulator());
        assertEquals(0.2, outer.lr().at(0));
        assertTrue(named("fedada2", 1, "inner", Map.of("type", "adagrad", "delay", 3)).inner()
                .optimizer() instanceof DelayedAdagrad a && a.delay() == 3);
        DelayedAdagrad flat = (DelayedAdagrad) named("fedada2", 1, "lr", 0.5, "delay", 2, "refreshZeros", false).inner()
                .optimizer();
        assertEquals(new DelayedAdagrad(Schedule.constant(0.5), 1e-7, 2, false, 0, 1), flat);
        assertEquals(0, ((OuterAdam) named("fedada2", 1, "outer", "adam").outer().optimizer()).initialAccumulator());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fedprox(rho=-1)                       | rho must be
            fedac(lr=0.1)                         | strongConvexity must be given
            streaming-diloco(fragments=3)         | a multiple of the fragments (3)
            streaming-diloco(fragments=2,delay=2) | less than the local steps between two exchanges (2)
            mime(momentum=1)                      | momentum must be in [0, 1)
            one-byte(format=int8)                 | format must be one of
            fedavgg                               | did you mean 'fedavg'?
            fedavg(rate=1)                        | unknown option 'rate'
            """)
    void whatCannotBeIsSaid(String spec, String expected) {
        String message = assertThrows(InvalidInput.class, () -> Algorithm.parse(spec).simulation(4)).getMessage();
        assertTrue(message.contains(expected) && message.lines().count() == 1, message);
    }

    @Test
    void innerAndOuterOfAMethodAreItsOwn() {
        String message = assertThrows(InvalidInput.class,
                () -> Fixture.simulation("algorithm", "fedavg", "outer", "sgd(lr=1)")).getMessage();
        assertTrue(message.contains("outer belongs to the algorithm"), message);
        assertTrue(List.copyOf(Algorithms.CATALOGUE.types()).contains("bi2clip"));
    }
}
