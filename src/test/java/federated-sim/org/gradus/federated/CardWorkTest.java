package org.gradus.federated;

import static org.gradus.federated.Fixture.gaussians;
import static org.gradus.federated.Fixture.simulation;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.federated.array.Layout;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Quadratics;
import org.gradus.optim.cuda.Device;
import org.gradus.optim.cuda.EmulatedDriver;
import org.gradus.optim.cuda.Emulator;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients on a card, here an emulated one, against clients of the host. */
class CardWorkTest {
    /** Every other matrix lies 8 bytes off, and rows of an odd length lie off each other. */
    private static final int SHIFT = 8;
    private static final int CLIENTS = 9;
    private static final int ROUNDS = 4;

    private static Quadratics quadratics(int n, String noise) {
        double[][] h = new double[CLIENTS][];
        double[][] centers = new double[CLIENTS][];
        for (int m = 0; m < CLIENTS; m++) {
            h[m] = Arrays.stream(gaussians(n, 3 + m)).map(Math::abs).toArray();
            centers[m] = gaussians(n, 100 + m);
        }
        Quadratics exact = Quadratics.diagonal(h, centers).startingAt(gaussians(n, 1));
        return noise.isEmpty() ? exact : exact.disturbedBy(Disturbance.of(Noise.parse(noise)));
    }

    static Stream<Simulation> simulations() {
        Object clipped = List.of("clip-norm(maxNorm=0.7)", "sgd(lr=0.1)");
        return Stream.of(simulation("inner", "sgd(lr=0.1)", "outer", "sgd(lr=1)", "localSteps", 3),
                simulation("inner", "sgd(lr=0.1, momentum=0.9)", "outer", "adam(lr=0.1)", "localSteps", 2,
                        "innerState", "reset", "sampler", "uniform(count=4)", "dropout", 0.3),
                simulation("inner", clipped, "outer", "sgd(lr=1)", "localSteps", 3, "up", "qsgd"),
                simulation("inner", List.of("clip-global-norm(maxNorm=0.7)", "adamw(lr=0.05)"), "outer", "sgd(lr=1)",
                        "localSteps", 3, "innerState", "reset", "schedules", "step"),
                simulation("inner", "adam(lr=0.05)", "outer", "nesterov", "localSteps", 3,
                        "innerState", "reset"),
                simulation("inner", "lamb(lr=0.05)", "outer", "sgd(lr=1)", "localSteps", 2, "innerState", "reset"),
                simulation("inner", "adagrad(lr=0.1, initialAccumulator=0.1)", "outer", "sgd(lr=1)", "localSteps", 2,
                        "innerState", "reset"));
    }

    @ParameterizedTest
    @MethodSource("simulations")
    void aCardGivesTheBitsOfTheHostAndAllItsMemoryBack(Simulation simulation) {
        assumeTrue(Emulator.available(), "no g++ on the path: the generated CUDA C is not run");
        EmulatedDriver driver = new EmulatedDriver(SHIFT);
        FederatedProblem problem = quadratics(37, "student-t(nu=2, scale=0.3)");
        try (Run expected = simulation.start(problem, 5, Engine.rows(1));
                Run actual = simulation.start(problem, 5, Engine.device(driver::open, 2))) {
            for (int r = 0; r < ROUNDS; r++) {
                RoundLog a = expected.round();
                RoundLog b = actual.round();
                assertArrayEquals(expected.model(), actual.model(), "round " + r);
                assertArrayEquals(a.participants(), b.participants());
                assertEquals(List.of(a.loss(), a.up(), a.down(), a.localSteps()),
                        List.of(b.loss(), b.up(), b.down(), b.localSteps()));
                assertNull(b.terms());
            }
            assertTrue(driver.held() > 0);
        }
        assertEquals(0, driver.held());
    }

    /** Would catch a wait for each client: there is one a step, for the norms, and one for the displacements. */
    @Test
    void waitsDoNotGrowWithTheClients() {
        assumeTrue(Emulator.available(), "no g++ on the path: the generated CUDA C is not run");
        Simulation simulation = simulation("inner", List.of("clip-norm(maxNorm=0.7)", "sgd(lr=0.1)"), "outer", "sgd(lr=1)",
                "localSteps", 3);
        EmulatedDriver driver = new EmulatedDriver(0);
        try (Run run = simulation.start(quadratics(37, "gaussian(scale=0.1)"), 5, Engine.device(driver::open, 2))) {
            run.round();
            int first = driver.waits();
            run.round();
            assertEquals(3 + 1, driver.waits() - first);
        }
    }

    /** Sums over more than one chunk, and gradients without noise. */
    @Test
    void longModelsAndExactGradients() {
        assumeTrue(Emulator.available(), "no g++ on the path: the generated CUDA C is not run");
        Simulation simulation = simulation("inner", List.of("clip-norm(maxNorm=2)", "sgd(lr=0.1)"), "outer", "sgd(lr=1)",
                "localSteps", 2);
        FederatedProblem problem = quadratics(20_001, "");
        try (Run expected = simulation.start(problem, 5, Engine.workers(2));
                Run actual = simulation.start(problem, 5, Engine.device(EmulatedDriver::card, 1))) {
            assertArrayEquals(Fixture.points(expected, 2), Fixture.points(actual, 2));
        }
    }

    /** A run may go from the host to a card and back. */
    @Test
    void checkpointsAreTheSameForBoth(@TempDir Path folder) {
        assumeTrue(Emulator.available(), "no g++ on the path: the generated CUDA C is not run");
        Simulation simulation = simulation("inner", "sgd(lr=0.1)", "outer", "adam(lr=0.1)", "localSteps", 2);
        FederatedProblem problem = quadratics(5, "gaussian(scale=0.1)");
        Path file = folder.resolve("state.safetensors");
        try (Run whole = simulation.start(problem, 5, Engine.rows(1));
                Run first = simulation.start(problem, 5, Engine.rows(1))) {
            double[][] expected = Fixture.points(whole, 3);
            first.round();
            first.save(file);
            try (Run second = simulation.resume(problem, file, Engine.device(EmulatedDriver::card, 1))) {
                assertArrayEquals(new double[][] {expected[1]}, Fixture.points(second, 1));
                second.save(file);
            }
            try (Run third = simulation.resume(problem, file, Engine.rows(1))) {
                assertArrayEquals(new double[][] {expected[2]}, Fixture.points(third, 1));
                assertNull(third.meanIterate());
            }
        }
    }

    @Test
    void aClientThatFailsIsNamedWithItsStep() {
        assumeTrue(Emulator.available(), "no g++ on the path: the generated CUDA C is not run");
        Simulation simulation = simulation("inner", "sgd(lr=1e200)", "outer", "sgd(lr=1)", "localSteps", 3);
        FederatedProblem problem = quadratics(37, "");
        try (Run expected = simulation.start(problem, 5, Engine.workers(1));
                Run actual = simulation.start(problem, 5, Engine.device(EmulatedDriver::card, 1))) {
            assertEquals(assertThrows(RuntimeException.class, expected::round).getMessage(),
                    assertThrows(RuntimeException.class, actual::round).getMessage());
            assertEquals(0, actual.rounds());
        }
    }

    @Test
    void whatDoesNotFitIsRefusedInOneLineBeforeACardIsOpened() {
        Engine engine = Engine.device(() -> {
            throw new AssertionError("opened");
        }, 1);
        Simulation plain = simulation("inner", "sgd(lr=0.1)", "outer", "sgd(lr=1)", "localSteps", 2);
        Quadratics problem = quadratics(6, "");
        refused("diagonal", plain, Fixture.equal(3, 4, 0, 1), engine);
        refused("innerState reset", plain.with("inner", "adam"), problem, engine);
        refused("without correction", plain.with("correction", Map.of("type", "proximal", "rho", 0.1)), problem, engine);
        refused("epochs", plain.with("epochs", 1), problem, engine);
        refused("one number an element", plain.with("inner", "sm3").with("innerState", "reset"), problem, engine);
        Quadratics vector = problem.in(Layout.vector("w", 6));
        assertThrows(AssertionError.class, () -> plain.start(vector, 1, engine));
    }

    private static void refused(String what, Simulation simulation, FederatedProblem problem, Engine engine) {
        String message = assertThrows(InvalidInput.class, () -> simulation.start(problem, 1, engine)).getMessage();
        assertTrue(message.contains(what) && message.lines().count() == 1, message);
    }

    @Test
    void withoutACardOneLineSaysSo() {
        Simulation plain = simulation("inner", "sgd(lr=0.1)", "outer", "sgd(lr=1)", "localSteps", 2);
        Engine engine = Engine.device(() -> Device.open(1 << 20), 1);
        String message = assertThrows(InvalidInput.class, () -> plain.start(quadratics(6, ""), 1, engine)).getMessage();
        assertTrue(message.matches("(CUDA cannot be used here|there is no card).*"), message);
    }
}
