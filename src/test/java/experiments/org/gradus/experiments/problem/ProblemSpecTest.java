package org.gradus.experiments.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.Map;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class ProblemSpecTest {
    static Collection<String> types() {
        return Problems.CATALOGUE.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyProblemIsMadeByItsDefaultsAndImprovesDownhill(String type) {
        ProblemSpec spec = ProblemSpec.parse(type);
        assertEquals(spec, ProblemSpec.parse(spec.write()));
        Problem problem = spec.make(DataType.FLOAT);
        Tensors parameters = problem.start(1);
        Tensors gradients = parameters.zeros();
        double before = problem.lossAndGradient(parameters, gradients, null);
        assertEquals(before, spec.make(DataType.FLOAT).loss(problem.start(1)), 1e-12 * before, "equal specs, equal problems");
        Sgd.of(1e-3).bind(parameters).step(gradients);
        assertTrue(problem.loss(parameters) < before);
    }

    /** Descent at rate 1 shrinks the gradient by 1 - smallest eigenvalue, at rate 2 in the end by |1 - 2 largest|. */
    @ParameterizedTest
    @CsvSource({"1, 0.98", "1.999, 0.999"})
    void theHessianOfLeastSquaresHasTheEigenvaluesAskedFor(double rate, double shrinks) {
        Problem problem = Problems.CATALOGUE.read("least-squares",
                Map.of("rows", 40, "columns", 6, "condition", 50, "noise", 0)).make(DataType.DOUBLE);
        assertEquals(0, problem.optimum().orElseThrow(), 1e-20);
        Tensors x = problem.start(1);
        double previous = descend(problem, x, rate, 600);
        assertEquals(shrinks, descend(problem, x, rate, 1) / previous, 1e-5);
    }

    /** The norm of the last gradient. */
    private static double descend(Problem problem, Tensors x, double rate, int steps) {
        Tensors gradient = x.zeros();
        for (int i = 0; i < steps; i++) {
            problem.lossAndGradient(x, gradient, null);
            x.get("x").subi(gradient.get("x").mul(rate));
        }
        return gradient.get("x").norm2Number().doubleValue();
    }
}
