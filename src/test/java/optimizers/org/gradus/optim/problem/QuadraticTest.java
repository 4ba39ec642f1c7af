package org.gradus.optim.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class QuadraticTest {
    /** The gradient at unit vectors gives the columns of Q. */
    private static RealMatrix matrix(Quadratic problem, int n) {
        double[][] columns = new double[n][];
        for (int i = 0; i < n; i++) {
            Tensors unit = Tensors.of("x", Nd4j.zeros(DataType.DOUBLE, n).putScalar(i, 1));
            Tensors gradient = unit.zeros();
            problem.lossAndGradient(unit, gradient, null);
            columns[i] = gradient.get("x").toDoubleVector();
        }
        return MatrixUtils.createRealMatrix(columns);
    }

    @Property(tries = 40)
    void aRotationKeepsTheSpectrum(@ForAll @IntRange(min = 1, max = 20) int n, @ForAll long seed,
                                   @ForAll @DoubleRange(min = 1, max = 1000) double condition) {
        double[] spectrum = Quadratic.logSpaced(n, 1, condition);
        RealMatrix q = matrix(Quadratic.rotated(spectrum, seed, DataType.DOUBLE), n);
        RealMatrix symmetric = q.add(q.transpose()).scalarMultiply(0.5);
        assertTrue(q.subtract(symmetric).getNorm() <= 1e-12 * condition);
        double[] found = new EigenDecomposition(symmetric).getRealEigenvalues();
        Arrays.sort(found);
        assertArrayEquals(spectrum, found, 1e-10 * condition);
    }

    @Test
    void theRandomBasisIsOrthogonalAndDiffersBySeed() {
        RealMatrix v = MatrixUtils.createRealMatrix(Orthogonal.random(30, 1));
        assertTrue(v.transpose().multiply(v).subtract(MatrixUtils.createRealIdentityMatrix(30)).getNorm() < 1e-12);
        assertTrue(v.subtract(MatrixUtils.createRealMatrix(Orthogonal.random(30, 2))).getNorm() > 0.1);
    }

    /** Of a Haar matrix every entry has mean 0 and variance 1/n; without the sign fix the diagonal is biased. */
    @Test
    void theRandomBasisIsUniform() {
        int draws = 4000;
        double mean = 0;
        double square = 0;
        for (int seed = 0; seed < draws; seed++) {
            double corner = Orthogonal.random(3, seed)[0][0];
            mean += corner / draws;
            square += corner * corner / draws;
        }
        assertEquals(0, mean, 4 * Math.sqrt(1 / 3.0 / draws));
        assertEquals(1 / 3.0, square, 0.02);
    }

    @Test
    void aPlanarAngleTurnsTheAxes() {
        double angle = 0.3;
        Quadratic problem = Quadratic.planar(2, 7, angle, DataType.DOUBLE).centeredAt(1, -1);
        double[] firstAxis = {1 + Math.cos(angle), -1 + Math.sin(angle)};
        double[] secondAxis = {1 - Math.sin(angle), -1 + Math.cos(angle)};
        assertEquals(1, problem.loss(Tensors.of("x", Nd4j.createFromArray(firstAxis))), 1e-15);
        assertEquals(3.5, problem.loss(Tensors.of("x", Nd4j.createFromArray(secondAxis))), 1e-14);
    }

    @Test
    void theMinimizerIsStationaryWithTheOptimalLoss() {
        Quadratic problem = Quadratic.rotated(new double[] {0, 1, 5}, 1, DataType.DOUBLE).centeredAt(3, -1, 2);
        Tensors at = problem.minimizer();
        Tensors gradient = at.zeros();
        assertEquals(0, problem.lossAndGradient(at, gradient, null));
        assertEquals(problem.optimum().getAsDouble(), problem.loss(at));
        assertEquals(at.zeros().get("x"), gradient.get("x"));
    }

    @Test
    void aDiagonalIsNotFormed() {
        int n = 1_000_000;
        Quadratic problem = Quadratic.diagonal(Quadratic.logSpaced(n, 1, 1e4), DataType.FLOAT);
        assertTrue(problem.loss(problem.start(1)) > 0);
    }

    @Test
    void logSpacingHasItsEnds() {
        assertArrayEquals(new double[] {0.01, 0.1, 1}, Quadratic.logSpaced(3, 0.01, 1), 1e-16);
        assertArrayEquals(new double[] {2}, Quadratic.logSpaced(1, 2, 5));
    }

    @Test
    void badInputIsOneLine() {
        DataType type = DataType.DOUBLE;
        assertTrue(ProblemContractTest.complaint(() -> Quadratic.diagonal(new double[0], type))
                .contains("eigenvalues"));
        assertTrue(ProblemContractTest.complaint(() -> Quadratic.diagonal(new double[] {-1}, type)).contains("-1"));
        assertTrue(ProblemContractTest.complaint(() -> Quadratic.rotated(new double[] {Double.NaN}, 1, type))
                .contains("NaN"));
        assertTrue(ProblemContractTest.complaint(() -> Quadratic.diagonal(new double[2], type).centeredAt(1))
                .contains("center"));
        assertTrue(ProblemContractTest.complaint(() -> Quadratic.diagonal(new double[2], DataType.INT32))
                .contains("FLOAT or DOUBLE"));
        assertTrue(ProblemContractTest.complaint(() -> Quadratic.logSpaced(3, 2, 1)).contains("largest"));
    }
}
