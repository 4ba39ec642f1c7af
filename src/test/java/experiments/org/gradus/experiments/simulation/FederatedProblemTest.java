package org.gradus.experiments.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.experiments.problem.AddressesModel;
import org.gradus.experiments.problem.FederatedProblemSpec;
import org.gradus.experiments.problem.FederatedProblems;
import org.gradus.experiments.problem.FederatedTask;
import org.gradus.experiments.problem.SharedExamples;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The problems of many clients that specs can name. */
class FederatedProblemTest {
    private static FederatedTask task(String text) {
        return FederatedProblemSpec.parse(text).make();
    }

    @Test
    void everyProblemReadsWhatItWrites() {
        for (String type : FederatedProblems.CATALOGUE.types()) {
            Object spec = type.equals("shared-examples") ? Map.of("type", type, "problem", "digits") : Map.of("type", type);
            FederatedProblemSpec read = FederatedProblemSpec.parse(spec);
            assertEquals(read, FederatedProblemSpec.parse(read.write()));
        }
    }

    /** The weighted average of full gradients is the derivative of the objective, which vanishes at the minimizer. */
    @ParameterizedTest
    @ValueSource(strings = {"quadratic-clients(dimension=5)", "quadratic-clients(dimension=5, hessian=gaussian)",
            "token-clients", "kinked-clients(clients=2, dimension=3)"})
    void gradientsAreDerivatives(String text) {
        FederatedProblem problem = task(text).problem();
        double[] x = problem.start(1);
        for (int i = 0; i < x.length; i++) x[i] += 0.3 * Math.sin(i + 1);
        double[] gradient = gradient(problem, x);
        for (int i = 0; i < x.length; i++) {
            double kept = x[i];
            x[i] = kept + 1e-5;
            double above = problem.loss(x);
            x[i] = kept - 1e-5;
            double below = problem.loss(x);
            x[i] = kept;
            assertEquals((above - below) / 2e-5, gradient[i], 1e-7);
        }
        for (double g : gradient(problem, problem.minimizer())) assertEquals(0, g, 1e-11);
        assertEquals(problem.optimum().orElseThrow(), problem.loss(problem.minimizer()), 1e-12);
    }

    private static double[] gradient(FederatedProblem problem, double[] x) {
        double[] sum = new double[x.length];
        double[] one = new double[x.length];
        for (int m = 0; m < problem.clients(); m++) {
            problem.local().fullGradient(m, x, one);
            for (int i = 0; i < x.length; i++) sum[i] += one[i] / problem.clients();
        }
        return sum;
    }

    /** The study's starting point lies some 21.57 above the optimum, up to the clients' scatter. */
    @Test
    void theQuadraticsOfTheHeavyTailStudyStartWhereTheyShould() {
        FederatedProblem problem = task("quadratic-clients").problem();
        assertEquals(21.57, problem.loss(problem.start(1)) - problem.optimum().orElseThrow(), 2.5);
    }

    @Test
    void noiseIsAddedToLocalGradientsAlone() {
        FederatedProblem problem = task("kinked-clients(dimension=4, noise=gaussian(scale=1))").problem();
        double[] x = problem.start(1);
        double[] noisy = new double[4];
        double[] expected = new double[4];
        double[] full = new double[4];
        FederatedProblem.Local local = problem.local();
        local.gradient(new Sample(1, 2, 3, 4), x, noisy, expected);
        local.fullGradient(3, x, full);
        assertArrayEquals(full, expected);
        assertTrue(Arrays.mismatch(noisy, expected) == 0);
        assertTrue(problem.isNoisy());
    }

    /** Noise on top of mini-batches: the law's draw for that very sample, on stochastic gradients alone. */
    @Test
    void sharedExamplesCanHaveHeavyTailedNoise() {
        Map<String, Object> quiet = Map.of("type", "shared-examples", "problem", "digits-softmax", "clients", 5, "batch", 4);
        Map<String, Object> options = new LinkedHashMap<>(quiet);
        options.put("noise", "alpha-stable(alpha=1.2, scale=0.1)");
        FederatedProblem noisy = FederatedProblemSpec.parse(options).make().problem();
        FederatedProblem plain = FederatedProblemSpec.parse(quiet).make().problem();
        double[] x = plain.start(1);
        double[] expected = new double[x.length];
        double[] found = new double[x.length];
        Sample sample = new Sample(1, 2, 3, 4);
        plain.local().gradient(sample, x, expected, null);
        Disturbance.of(Noise.parse("alpha-stable(alpha=1.2, scale=0.1)")).local().add(sample, expected);
        noisy.local().gradient(sample, x, found, null);
        assertArrayEquals(expected, found, 0);
        plain.local().fullGradient(3, x, expected);
        noisy.local().fullGradient(3, x, found);
        assertArrayEquals(expected, found, 0);
        assertEquals(plain.loss(x), noisy.loss(x), 0);
    }

    /** Each president's examples are those of one client, and the loss may be taken on some of all examples. */
    @Test
    void addressesAreSharedOutByPresident() {
        SharedExamples spec = (SharedExamples) FederatedProblemSpec.parse(Map.of("type", "shared-examples", "problem",
                Map.of("type", "addresses", "bytes", 300, "heldOut", 20, "context", 3, "width", 2, "hidden", "4"),
                "clients", 43, "partition", "natural", "lossExamples", 100));
        assertArrayEquals(new int[] {280}, Arrays.stream(spec.shares().sizes()).distinct().toArray());
        FederatedTask task = spec.make();
        double[] x = task.problem().start(1);
        assertEquals(task.problem().loss(x), task.loss().applyAsDouble(x), 0.3);
        assertEquals(task.metrics().apply(x).get("testLoss") / Math.log(2), task.metrics().apply(x)
                .get("testBitsPerByte"), 1e-12);
        assertEquals(43 * 280, ((AddressesModel) spec.problem()).groups().length);
    }

    @Test
    void badInputIsOneLine() {
        assertTrue(Specs.complaint(() -> task("quadratic-clients(dimension=0)")).contains("dimension"));
        assertTrue(Specs.complaint(() -> task("quadratic-clients(smallest=2)")).contains("largest"));
        assertTrue(Specs.complaint(() -> FederatedProblemSpec.parse(Map.of("type", "shared-examples", "problem",
                "quadratic")).make())
                .contains("no examples to share out"));
        assertTrue(Specs.complaint(() -> FederatedProblemSpec.parse(Map.of("type", "shared-examples", "problem", "digits",
                "partition", "natural"))
                .make()).contains("natural"));
        assertTrue(Specs.complaint(() -> FederatedProblemSpec.parse(Map.of("type", "shared-examples", "problem", "digits",
                "partition",
                "dirichlet(alpha=0)"))).contains("alpha"));
        assertTrue(Specs.complaint(() -> FederatedProblemSpec.parse(Map.of("type", "shared-examples", "problem", "digits",
                "clients", 2000)).make())
                .contains("2000"));
    }
}
