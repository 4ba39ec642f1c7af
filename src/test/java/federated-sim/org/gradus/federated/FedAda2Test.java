package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.gradus.federated.array.ArrayOptimizer;
import org.gradus.federated.array.ArrayState;
import org.gradus.federated.array.Layout;
import org.gradus.federated.problem.GivenGradients;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.rule.Rules;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Clients of joint adaptive methods (FedAda2, arXiv 2410.18117): golden accumulators, traffic and bias, and their
 * properties.
 */
class FedAda2Test {
    private static JsonNode golden(String section) throws IOException {
        try (InputStream file = FedAda2Test.class.getResourceAsStream("/golden/fedada2.json")) {
            return new ObjectMapper().readTree(file).get(section);
        }
    }

    private static Layout matrix(int rows, int columns) {
        return Layout.of(Tensors.of("x", Nd4j.zeros(DataType.DOUBLE, rows, columns)));
    }

    /** The directions of successive steps. */
    private static double[][] directions(String client, Layout layout, double[][] gradients) {
        ArrayOptimizer optimizer = ArrayOptimizer.of(Rules.inner(client), layout);
        ArrayState state = optimizer.newState(new double[layout.length()]);
        double[][] directions = new double[gradients.length][layout.length()];
        for (int k = 0; k < gradients.length; k++) optimizer.direction(new double[layout.length()], gradients[k], state, 0,
                directions[k]);
        return directions;
    }

    private static double[] flat(JsonNode matrix) {
        double[] values = new double[matrix.size() * matrix.get(0).size()];
        for (int i = 0; i < values.length; i++) values[i] = matrix.get(i / matrix.get(0).size())
                .get(i % matrix.get(0).size()).asDouble();
        return values;
    }

    /** The second moment that a direction of rate 1 and eps 0 reveals is (g / q)^2. */
    @Test
    void goldenAccumulators() throws IOException {
        JsonNode steps = golden("sm3_accumulators");
        Layout layout = matrix(2, 3);
        double[][] gradients = new double[steps.size()][];
        for (int k = 0; k < gradients.length; k++) gradients[k] = flat(steps.get(k).get("g"));
        Map.of("delayed-sm3(lr=1, eps=0)", "sm3i_nu", "delayed-sm3(lr=1, eps=0, variant=II)", "sm3ii_nu",
                "delayed-adagrad(lr=1, eps=0)", "adagrad")
                .forEach((client, key) -> {
                    double[][] q = directions(client, layout, gradients);
                    for (int k = 0; k < gradients.length; k++) {
                        double[] nu = flat(steps.get(k).get(key));
                        for (int i = 0; i < nu.length; i++) {
                            double expected = nu[i] == 0 ? 0 : gradients[k][i] / Math.sqrt(nu[i]);
                            assertEquals(expected, q[k][i], 1e-12 * Math.abs(expected), client + ", step " + k);
                        }
                    }
                });
        ArrayOptimizer one = ArrayOptimizer.of(Rules.inner("delayed-sm3(eps=0)"), layout);
        ArrayState state = one.newState(new double[6]);
        for (int k = 0; k < gradients.length; k++) {
            one.direction(new double[6], gradients[k], state, 0, new double[6]);
            for (int i = 0; i < 2; i++) assertEquals(steps.get(k).get("sm3i_row").get(i).asDouble(), state.values()[i],
                    1e-12);
            for (int j = 0; j < 3; j++) assertEquals(steps.get(k).get("sm3i_col").get(j).asDouble(), state.values()[2 + j],
                    1e-12);
        }
    }

    @Test
    void goldenDisplacementUnderAConstantGradient() throws IOException {
        for (JsonNode c : golden("constant_gradient_delta")) {
            double[][] gradients = new double[c.get("K").asInt()][];
            Arrays.fill(gradients, new double[] {c.get("g").asDouble()});
            double moved = 0;
            for (double[] direction : directions("delayed-adagrad(lr=" + c.get("lr") + ", eps=" + c.get("eps") + ")",
                    Layout.vector("x", 1), gradients)) {
                moved -= direction[0];
            }
            assertEquals(c.get("delta").asDouble(), moved, 1e-12);
        }
    }

    @Test
    void goldenTraffic() throws IOException {
        for (JsonNode c : golden("communication")) {
            String method = c.get("method").asText();
            if (c.get("d").asInt() > 1000) continue;
            String type = method.startsWith("FedAvg") ? "fedavg" : method.startsWith("CostlyJoint") ? "costly-joint"
                    : method.startsWith("FedAda2++") ? "fedada2-plus-plus" : method.startsWith("FedAda2") ? "fedada2"
                            : "fedadagrad";
            String precision = "identity(precision=float" + 8 * c.get("bytesPerScalar").asInt() + ")";
            RoundLog log = Fixture.simulation("algorithm", Map.of("type", type), "up", precision, "down", precision)
                    .run(Fixture.equal(c.get("clients").asInt(), c.get("d").asInt(), 0, 1), 1, 0).rounds().get(0);
            assertEquals(c.get("downBytes").asLong(), log.down(), method);
            assertEquals(c.get("upBytes").asLong(), log.up(), method);
        }
    }

    /** With small eps the method goes to the median of the clients' optima; the file has the fixed points. */
    @Test
    void goldenBiasOfThreeClients() throws IOException {
        Quadratics problem = Quadratics.diagonal(new double[][] {{1}, {1}, {1}}, new double[][] {{-2}, {1}, {1}});
        for (JsonNode c : golden("three_client_bias").get("values")) {
            double eps = c.get("eps").asDouble();
            // The gradient of the expected update is about 1/eps, so rates are small against eps.
            double[] fixed = {c.get("fixedPoint").asDouble()};
            Simulation simulation = Fixture.simulation("algorithm", Map.of("type", "fedada2", "inner",
                    Map.of("type", "adagrad", "lr", 1e-3 * Math.min(eps, 1), "eps", eps), "outer", "sgd(lr=1)"));
            assertArrayEquals(fixed, simulation.run(problem.startingAt(fixed), 50, 0).model(), 1e-9);
            double above = simulation.run(problem.startingAt(fixed[0] + eps * 1e-3), 1, 0).model()[0];
            double below = simulation.run(problem.startingAt(fixed[0] - eps * 1e-3), 1, 0).model()[0];
            assertTrue(above < fixed[0] + eps * 1e-3
                    && below > fixed[0] - eps * 1e-3, "the fixed point attracts at eps " + eps);
        }
    }

    private static double[][] random(int steps, int n, long seed) {
        Random random = new Random(seed);
        double[][] gradients = new double[steps][n];
        for (double[] g : gradients) Arrays.setAll(g, i -> random.nextInt(7) == 0 ? 0
                : random.nextGaussian() * Math.exp(2 * random.nextGaussian()));
        return gradients;
    }

    @Property(tries = 50)
    void coversLieAboveFullMoments(@ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 5) int columns, @ForAll long seed) {
        double[][] g = random(6, rows * columns, seed);
        Layout layout = matrix(rows, columns);
        double[][] one = directions("delayed-sm3(lr=1, eps=0)", layout, g);
        double[][] two = directions("delayed-sm3(lr=1, eps=0, variant=II)", layout, g);
        double[][] full = directions("delayed-adagrad(lr=1, eps=0)", layout, g);
        for (int k = 0; k < g.length; k++) {
            for (int i = 0; i < g[k].length; i++) {
                double slack = 1e-12 * Math.abs(full[k][i]);
                assertTrue(Math.abs(one[k][i]) <= Math.abs(two[k][i]) + slack
                        && Math.abs(two[k][i]) <= Math.abs(full[k][i]) + slack);
                assertTrue(Math.abs(full[k][i]) <= 1 + 1e-15, "|q| <= 1");
                if (rows == 1 || columns == 1) assertEquals(full[k][i], one[k][i], slack + 1e-300);
                if (rows == 1 || columns == 1) assertEquals(full[k][i], two[k][i], slack + 1e-300);
            }
        }
    }

    @Property(tries = 30)
    void transposedGradientsGiveTransposedSteps(@ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 4) int columns,
            @ForAll long seed) {
        double[][] g = random(5, rows * columns, seed);
        double[][] turned = new double[g.length][rows * columns];
        for (int k = 0; k < g.length; k++) {
            for (int i = 0; i < rows * columns; i++) turned[k][i % columns * rows + i / columns] = g[k][i];
        }
        for (String client : new String[] {"delayed-sm3(delay=2)", "delayed-sm3(variant=II, delay=2)",
                "delayed-sm3(variant=adam)"}) {
            double[][] q = directions(client, matrix(rows, columns), g);
            double[][] p = directions(client, matrix(columns, rows), turned);
            for (int k = 0; k < g.length; k++) {
                for (int i = 0; i < rows * columns; i++) assertEquals(q[k][i], p[k][i % columns * rows + i / columns],
                        client);
            }
        }
    }

    @Property(tries = 30)
    void withoutEpsTheScaleOfALossDoesNotMatter(@ForAll long seed) {
        double[][] g = random(5, 6, seed);
        double[][] scaled = new double[5][];
        for (int k = 0; k < 5; k++) scaled[k] = Arrays.stream(g[k]).map(v -> 37.5 * v).toArray();
        for (String client : new String[] {"delayed-adagrad(eps=0, lr=1)", "delayed-sm3(eps=0, lr=1)",
                "delayed-sm3(eps=0, lr=1, variant=II)"}) {
            double[][] q = directions(client, matrix(2, 3), g);
            double[][] p = directions(client, matrix(2, 3), scaled);
            for (int k = 0; k < 5; k++) assertArrayEquals(q[k], p[k], 1e-12, client);
        }
    }

    @Test
    void delaysOfAWholeRoundUseTheFirstGradientAlone() {
        double[][] g = random(4, 3, 5);
        double[][] q = directions("delayed-adagrad(lr=1, eps=1, delay=9, refreshZeros=false)", Layout.vector("x", 3), g);
        for (int k = 0; k < 4; k++) {
            for (int i = 0; i < 3; i++) assertEquals(g[k][i] / (Math.abs(g[0][i]) + 1), q[k][i], 1e-12);
        }
        // In units of epochs of two steps, steps 0 and 1 refresh, 2 and 3 do not.
        double[][] epochs = directions("delayed-adagrad(lr=1, eps=1, delay=2, stepsPerEpoch=2, refreshZeros=false)",
                Layout.vector("x", 3), g);
        for (int i = 0; i < 3; i++) {
            assertEquals(g[3][i] / (Math.hypot(g[0][i], g[1][i]) + 1), epochs[3][i], 1e-12);
        }
    }

    /** A coordinate whose first gradient is zero: its next step is g/eps, or, with refreshed zeros, about the rate. */
    @Test
    void refreshedZerosAreNoHazard() {
        double[][] g = {{0}, {3}, {3}};
        assertEquals(3e7, directions("delayed-adagrad(lr=1, delay=4, refreshZeros=false)", Layout.vector("x", 1), g)[1][0],
                1);
        assertEquals(1, directions("delayed-adagrad(lr=1, delay=4)", Layout.vector("x", 1), g)[1][0], 1e-6);
        assertEquals(0, directions("delayed-adagrad(lr=1, delay=4, eps=0, refreshZeros=false)", Layout.vector("x", 1),
                g)[1][0]);
    }

    private static GivenGradients clients(double[][][][] g) {
        double[] weights = new double[g[0].length];
        Arrays.setAll(weights, m -> 1 + m);
        return new GivenGradients(matrix(2, 3), random(1, 6, 9)[0], weights, g);
    }

    @Test
    void jointMethodsReduceToSimplerOnes() {
        double[][][][] g = {{random(3, 6, 1), random(3, 6, 2)}, {random(3, 6, 3), random(3, 6, 4)}};
        Object sgd = Map.of("type", "sgd", "lr", 0.1);
        Object adagrad = Map.of("type", "adagrad", "lr", 0.1, "eps", 0.01);
        assertSame(Map.of("type", "fedada2", "inner", sgd, "outer", "sgd(lr=1)"), Map.of("type", "fedavg", "inner", sgd), g,
                2);
        assertSame(Map.of("type", "fedada2", "inner", sgd, "outer", adagrad),
                Map.of("type", "fedadagrad", "inner", sgd, "outerLr", 0.1, "eps", 0.01, "initialAccumulator", 0), g, 2);
        // In the first round the server's second moment is still zero.
        for (String client : new String[] {"delayed-adagrad", "delayed-sm3", "delayed-adam"}) {
            assertSame(Map.of("type", "costly-joint", "inner", client), Map.of("type", "fedada2", "inner", client), g, 1);
        }
    }

    private static void assertSame(Object first, Object second, double[][][][] g, int rounds) {
        double[] a = Fixture.simulation("algorithm", first, "localSteps", 3).run(clients(g), rounds, 0).model();
        double[] b = Fixture.simulation("algorithm", second, "localSteps", 3).run(clients(g), rounds, 0).model();
        assertArrayEquals(a, b, first + " = " + second);
    }

    /** Sampled clients keep no state: the same gradients give the same displacement in every round. */
    @Test
    void clientsForgetBetweenRounds() {
        double[][] own = random(3, 6, 1);
        double[][][][] g = {{own}, {own}};
        try (Run run = Fixture.simulation("algorithm",
                Map.of("type", "fedada2", "inner", "delayed-adam(delay=2)", "outer", "sgd(lr=1)"), "localSteps", 3)
                .start(clients(g), 0)) {
            double[] start = run.model();
            run.round();
            double[] first = run.model();
            run.round();
            for (int i = 0; i < 6; i++) assertEquals(first[i] - start[i], run.model()[i] - first[i], 1e-14);
        }
    }
}
