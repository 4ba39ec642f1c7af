package org.gradus.optim.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LeastSquaresTest {
    private static LeastSquares problem(double[][] matrix, double[] targets, double ridge) {
        return new LeastSquares(Nd4j.createFromArray(matrix), Nd4j.createFromArray(targets), ridge, DataType.DOUBLE);
    }

    @Property(tries = 40)
    void theMinimizerIsStationary(@ForAll @IntRange(min = 1, max = 30) int rows,
                                  @ForAll @IntRange(min = 1, max = 12) int columns,
                                  @ForAll @DoubleRange(min = 0, max = 2) double ridge, @ForAll long seed) {
        LeastSquares problem =
                problem(Samples.matrix(rows, columns, seed), Samples.matrix(1, rows, seed + 1)[0], ridge);
        Tensors at = problem.minimizer();
        Tensors gradient = at.zeros();
        double loss = problem.lossAndGradient(at, gradient, null);
        double size = 1 + at.get("x").norm2Number().doubleValue();
        assertTrue(gradient.get("x").norm2Number().doubleValue() < 1e-10 * size);
        assertEquals(problem.optimum().getAsDouble(), loss, 1e-12);
    }

    @Test
    void ridgeSolvesItsNormalEquations() {
        double[][] rows = Samples.matrix(20, 4, 1);
        double[] targets = Samples.matrix(1, 20, 2)[0];
        RealMatrix a = MatrixUtils.createRealMatrix(rows);
        RealMatrix normal = a.transpose().multiply(a).scalarMultiply(1 / 20.0)
                .add(MatrixUtils.createRealIdentityMatrix(4).scalarMultiply(0.7));
        RealVector right = a.transpose().operate(MatrixUtils.createRealVector(targets)).mapDivide(20);
        assertArrayEquals(new LUDecomposition(normal).getSolver().solve(right).toArray(),
                problem(rows, targets, 0.7).minimizer().get("x").toDoubleVector(), 1e-13);
    }

    @Test
    void ofManyMinimizersItIsTheShortest() {
        LeastSquares problem = problem(new double[][] {{1, 1}, {2, 2}}, new double[] {2, 4}, 0);
        assertArrayEquals(new double[] {1, 1}, problem.minimizer().get("x").toDoubleVector(), 1e-14);
        assertEquals(0, problem.optimum().getAsDouble(), 1e-28);
    }

    @Test
    void badInputIsOneLine() {
        INDArray matrix = Nd4j.createFromArray(new double[][] {{1, 2}, {3, Double.NaN}});
        INDArray good = Nd4j.createFromArray(1.0, 2.0);
        assertEquals("matrix is not finite: row 1, column 1 is NaN; remove or impute it",
                ProblemContractTest.complaint(() -> new LeastSquares(matrix, good, 0, DataType.DOUBLE)));
        assertTrue(ProblemContractTest.complaint(() ->
                new LeastSquares(matrix, Nd4j.createFromArray(1.0), 0, DataType.DOUBLE)).contains("2 rows"));
        assertTrue(ProblemContractTest.complaint(() -> new LeastSquares(good, good, 0, DataType.DOUBLE))
                .contains("n x d"));
        assertTrue(ProblemContractTest.complaint(() -> problem(new double[][] {{1}}, new double[] {1}, -1))
                .contains("ridge"));
    }
}
