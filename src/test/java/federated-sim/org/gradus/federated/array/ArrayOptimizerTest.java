package org.gradus.federated.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.gradus.federated.rule.Rules;
import org.gradus.optim.Bound;
import org.gradus.optim.Optimizer;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Optimizers on arrays against the same optimizers on ND4J arrays: two executions of one formula. */
class ArrayOptimizerTest {
    private static final int STEPS = 9;

    static Stream<Object> specs() {
        return Stream.of("sgd(lr=0.1)", "sgd(lr=0.1, momentum=0.9, nesterov=true)",
                "sgd(lr=power(base=0.3, exponent=-0.5), weightDecay=0.01)",
                "adamw", "amsgrad", "nadam", "rmsprop(initialAccumulator=0.01, lr=0.1)", "adadelta",
                        "yogi(biasCorrection=true)",
                "adam(biasCorrection=true)", "adagrad(beta1=0.9)", "lion", "sign-sgd(lr=0.1)", "sm3(variant=I)",
                        "sm3(variant=II, momentum=0.9)",
                "lamb", "ema(decay=0.9)", "clip-norm(maxNorm=0.5)", "clip-global-norm(maxNorm=0.5)",
                        "l2-clip(upper=0.5, lower=0.2)",
                "bi-clip(upper=0.5, lower=0.05)", "scale(by=-0.5)", "heavy-ball", "nesterov", "accelerated", "schedule-free",
                "schedule-free(variant=code, beta1=0)", "slow-mo(innerLr=0.1)", "bmuf(nesterov=true)", "bmuf", "frozen",
                List.of("clip-global-norm(maxNorm=0.5)", "adamw"), List.of("bi-clip(upper=1, lower=0.1)", "sgd(lr=0.1)"),
                List.of("clip-global-norm(maxNorm=0.5)",
                        Map.of("type", "route", "branches", List.of(Map.of("name", "matrices", "minRank", 2, "use", "lamb")),
                                "otherwise", List.of("adamw", "weight-decay(weightDecay=0.1)")),
                        "clip-global-norm(maxNorm=0.1)", "ema(decay=0.9)"));
    }

    static Stream<Object> clientSpecs() {
        return Stream.of("delayed-adagrad(delay=2)", "delayed-adagrad(delay=3, refreshZeros=false, epsS=0.5)",
                "delayed-adam(delay=2, biasCorrection=exact)", "delayed-adam(delay=2, biasCorrection=step)",
                        "delayed-sm3(delay=2)",
                "delayed-sm3(variant=II, delay=2)", "delayed-sm3(variant=adam, delay=2, biasCorrection=exact, beta2=0.9)",
                "fedac-step(lr=0.1, gammaAc=0.2, alpha=8, beta=9)");
    }

    @ParameterizedTest
    @MethodSource("specs")
    void outerOptimizersAgree(Object spec) {
        check(Rules.outer(spec));
    }

    @ParameterizedTest
    @MethodSource("clientSpecs")
    void clientOptimizersAgree(Object spec) {
        check(Rules.inner(spec));
    }

    private static void check(Optimizer optimizer) {
        Tensors parameters = tensors(1);
        Layout layout = Layout.of(parameters);
        double[] model = layout.read(parameters);
        ArrayOptimizer arrays = ArrayOptimizer.of(optimizer, layout).fork();
        ArrayState state = arrays.newState(model);
        Bound bound = optimizer.bind(parameters);
        double[] direction = new double[model.length];
        for (int step = 0; step < STEPS; step++) {
            Tensors gradients = tensors(step + 10);
            bound.step(gradients);
            arrays.direction(model, layout.read(gradients), state, step, direction);
            for (int i = 0; i < model.length; i++) model[i] -= direction[i];
            assertArrayEquals(layout.read(parameters), model, 1e-13, "step " + step);
        }
        assertEquals(bound.state().step(), state.step());
        bound.state().arrays().forEach((name, array) ->
                assertArrayEquals(array.dup('c').data().asDouble(), arrays.slots().arrays(state, layout).get(name).dup('c')
                        .data().asDouble(), 1e-13, name));
        double[] before = model.clone();
        try (var view = bound.evaluationView()) {
            assertArrayEquals(layout.read(parameters), arrays.evaluationPoint(model, state, STEPS - 1), 1e-13,
                    "the point to evaluate");
        }
        assertArrayEquals(before, model);
    }

    /** More than a block of elements, ranks 0 to 3, some zeros. */
    private static Tensors tensors(long seed) {
        Random random = new Random(seed);
        return Tensors.of("W", array(random, 40, 30), "b", array(random, 7), "t", array(random, 2, 3, 4), "s",
                array(random), "v", array(random, 5));
    }

    private static INDArray array(Random random, long... shape) {
        int n = 1;
        for (long axis : shape) n *= (int) axis;
        double[] values = new double[n];
        for (int i = 0; i < n; i++) values[i] = i % 17 == 3 ? 0 : random.nextGaussian();
        return shape.length == 0 ? Nd4j.scalar(values[0]) : Nd4j.createFromArray(values).reshape('c', shape);
    }

    @Test
    void severalModelsAreOneLongOne() {
        Layout layout = Layout.vector("x", 5);
        ArrayOptimizer optimizer =
                ArrayOptimizer.of(Rules.inner(List.of("bi-clip(upper=1, lower=0.1)", "sgd(lr=0.1)")), layout);
        double[] gradients = new Random(3).doubles(15).toArray();
        double[] together = new double[15];
        optimizer.direction(new double[15], gradients, new ArrayState(new double[0], 0), 0, together, 3);
        for (int k = 0; k < 3; k++) {
            double[] alone = new double[5];
            double[] own = Arrays.copyOfRange(gradients, 5 * k, 5 * k + 5);
            optimizer.direction(new double[5], own, optimizer.newState(own), 0, alone);
            assertArrayEquals(Arrays.copyOfRange(together, 5 * k, 5 * k + 5), alone);
        }
        List<String> others = List.of("adamw", "clip-norm(maxNorm=1)");
        for (String spec : others) assertFalse(ArrayOptimizer.of(Rules.inner(spec), layout).isElementwise(), spec);
    }
}
