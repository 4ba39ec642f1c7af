package org.gradus.theory.lora;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.gradus.theory.Draws;

/** Random matrices and the few functions of a matrix that the claims speak of. */
final class Matrices {
    private Matrices() {}

    static RealMatrix of(double[][] rows) {
        return MatrixUtils.createRealMatrix(rows);
    }

    static RealMatrix zeros(int rows, int columns) {
        return MatrixUtils.createRealMatrix(rows, columns);
    }

    /** Standard normal entries, by rows. */
    static double[][] gaussian(int rows, int columns, SplittableRandom random) {
        double[] all = Draws.gaussian(rows * columns, random);
        double[][] a = new double[rows][];
        Arrays.setAll(a, i -> Arrays.copyOfRange(all, i * columns, (i + 1) * columns));
        return a;
    }

    static RealMatrix orthogonal(int r, SplittableRandom random) {
        return of(Draws.orthogonal(r, random));
    }

    /** A change of coordinates of condition number kappa: singular values at equal ratios, random directions and scale. */
    static double[][] gauge(int r, double kappa, SplittableRandom random) {
        double[] values = new double[r];
        double scale = Math.pow(10, 2 * random.nextDouble() - 1);
        Arrays.setAll(values, i -> r == 1 ? scale * Math.sqrt(kappa) : scale * Math.pow(kappa, i / (r - 1.0) - 0.5));
        return orthogonal(r, random).multiply(MatrixUtils.createRealDiagonalMatrix(values))
                .multiply(orthogonal(r, random)).getData();
    }

    static RealMatrix inverse(RealMatrix a) {
        return new QRDecomposition(a).getSolver().getInverse();
    }

    /** Singular values, largest first. */
    static double[] singularValues(RealMatrix a) {
        return new SingularValueDecomposition(a).getSingularValues();
    }

    /** Eigenvalues of a symmetric matrix, largest first. */
    static double[] eigenvalues(RealMatrix symmetric) {
        double[] values = new EigenDecomposition(symmetrized(symmetric)).getRealEigenvalues();
        Arrays.sort(values);
        for (int i = 0, j = values.length - 1; i < j; i++, j--) {
            double swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
        return values;
    }

    /** {@code Q diag(f(λ)) Qᵀ} of a symmetric matrix with eigenvalues λ. */
    static RealMatrix map(RealMatrix symmetric, DoubleUnaryOperator f) {
        EigenDecomposition eigen = new EigenDecomposition(symmetrized(symmetric));
        double[] values = Arrays.stream(eigen.getRealEigenvalues()).map(f).toArray();
        return eigen.getV().multiply(MatrixUtils.createRealDiagonalMatrix(values)).multiply(eigen.getVT());
    }

    static RealMatrix symmetrized(RealMatrix a) {
        return a.add(a.transpose()).scalarMultiply(0.5);
    }

    /** {@code tr(A Bᵀ)}. */
    static double inner(RealMatrix a, RealMatrix b) {
        double sum = 0;
        for (int i = 0; i < a.getRowDimension(); i++) {
            for (int j = 0; j < a.getColumnDimension(); j++) sum += a.getEntry(i, j) * b.getEntry(i, j);
        }
        return sum;
    }

    static double distance(RealMatrix a, RealMatrix b) {
        return a.subtract(b).getFrobeniusNorm();
    }
}
