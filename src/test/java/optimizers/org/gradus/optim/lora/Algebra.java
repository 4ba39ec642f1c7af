package org.gradus.optim.lora;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small dense linear algebra of the tests, in float64 and by Commons Math. */
final class Algebra {
    private Algebra() {}

    static RealMatrix normal(int rows, int columns, Random random) {
        RealMatrix a = MatrixUtils.createRealMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) a.setEntry(i, j, random.nextGaussian());
        }
        return a;
    }

    /** Orthonormal columns, drawn uniformly. */
    static RealMatrix orthonormal(int rows, int columns, Random random) {
        RealMatrix q = new QRDecomposition(normal(rows, rows, random)).getQ();
        return q.getSubMatrix(0, rows - 1, 0, columns - 1);
    }

    /** Singular values spread evenly, by ratios, from {@code condition}^(1/2) down to its inverse. */
    static RealMatrix ofCondition(int rows, int columns, double condition, Random random) {
        int k = Math.min(rows, columns);
        double[] values = new double[k];
        for (int i = 0; i < k; i++) values[i] = Math.pow(condition, k == 1 ? 0 : 0.5 - (double) i / (k - 1));
        return orthonormal(rows, k, random).multiply(MatrixUtils.createRealDiagonalMatrix(values))
                .multiply(orthonormal(columns, k, random).transpose());
    }

    static RealMatrix inverse(RealMatrix a) {
        return new LUDecomposition(a).getSolver().getInverse();
    }

    static RealMatrix symmetric(RealMatrix a) {
        return a.add(a.transpose()).scalarMultiply(0.5);
    }

    /** f of a symmetric matrix. */
    static RealMatrix function(RealMatrix a, DoubleUnaryOperator f) {
        EigenDecomposition eigen = new EigenDecomposition(symmetric(a));
        double[] values = eigen.getRealEigenvalues();
        for (int i = 0; i < values.length; i++) values[i] = f.applyAsDouble(values[i]);
        return eigen.getV().multiply(MatrixUtils.createRealDiagonalMatrix(values)).multiply(eigen.getVT());
    }

    /** Eigenvalues of a symmetric matrix, largest first. */
    static double[] eigenvalues(RealMatrix a) {
        double[] values = new EigenDecomposition(symmetric(a)).getRealEigenvalues();
        Arrays.sort(values);
        for (int i = 0, j = values.length - 1; i < j; i++, j--) {
            double swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
        return values;
    }

    static double[] singularValues(RealMatrix a) {
        return new SingularValueDecomposition(a).getSingularValues();
    }

    static double norm(RealMatrix a) {
        return a.getFrobeniusNorm();
    }

    /** ||a - b|| / ||b||. */
    static double gap(RealMatrix a, RealMatrix b) {
        return norm(a.subtract(b)) / norm(b);
    }

    /** The largest absolute difference of entries. */
    static double distance(RealMatrix a, RealMatrix b) {
        double largest = 0;
        for (int i = 0; i < a.getRowDimension(); i++) {
            for (int j = 0; j < a.getColumnDimension(); j++) {
                double d = Math.abs(a.getEntry(i, j) - b.getEntry(i, j));
                if (!(d <= largest)) largest = d;
            }
        }
        return largest;
    }

    static boolean isFinite(RealMatrix a) {
        return Double.isFinite(norm(a));
    }

    static INDArray array(RealMatrix a, DataType type) {
        return Nd4j.create(a.getData()).castTo(type).detach();
    }

    static RealMatrix matrix(INDArray a) {
        RealMatrix result = new Array2DRowRealMatrix((int) a.size(0), (int) a.size(1));
        for (int i = 0; i < a.size(0); i++) {
            for (int j = 0; j < a.size(1); j++) result.setEntry(i, j, a.getDouble(i, j));
        }
        return result;
    }
}
