package org.gradus.optim.matrix;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * A symmetric r x r matrix by its eigenvalues.
 *
 * @param values in descending order
 * @param vectors column k belongs to value k
 */
public record Spectrum(double[] values, double[] vectors) {
    public static Spectrum of(double[] symmetric, int r) {
        if (r == 1) return new Spectrum(symmetric.clone(), new double[] {1});
        EigenDecomposition decomposition = new EigenDecomposition(matrix(symmetric, r));
        return new Spectrum(decomposition.getRealEigenvalues(), flat(decomposition.getV()));
    }

    /** Q f(values) Qᵀ. */
    public double[] map(DoubleUnaryOperator f) {
        int r = values.length;
        double[] scaled = vectors.clone();
        for (int k = 0; k < r; k++) {
            double value = f.applyAsDouble(values[k]);
            for (int i = 0; i < r; i++) scaled[i * r + k] *= value;
        }
        return Small.timesTransposed(scaled, vectors, r);
    }

    /** The largest distance between two spectra in order: d_lambda of LoRA-RITE. */
    public static double distance(Spectrum a, Spectrum b) {
        double max = 0;
        for (int k = 0; k < a.values.length; k++) max = Math.max(max, Math.abs(a.values[k] - b.values[k]));
        return max;
    }

    /** The Moore-Penrose inverse, in which singular values of at most tolerance times the largest count as 0. */
    public static double[] pseudoInverse(double[] a, int r, double tolerance) {
        if (Small.norm(a) == 0) return new double[r * r];
        SingularValueDecomposition svd = new SingularValueDecomposition(matrix(a, r));
        double[] s = svd.getSingularValues();
        double[] u = flat(svd.getU());
        double[] v = flat(svd.getV());
        for (int k = 0; k < r; k++) {
            double inverse = s[k] > tolerance * s[0] ? 1 / s[k] : 0;
            for (int i = 0; i < r; i++) v[i * r + k] *= inverse;
        }
        return Small.timesTransposed(v, u, r);
    }

    /** Whether the smallest singular value is at least tolerance times the largest. */
    public static boolean hasFullRank(double[] a, int r, double tolerance) {
        if (Small.norm(a) == 0) return false;
        double[] s = new SingularValueDecomposition(matrix(a, r)).getSingularValues();
        return s[r - 1] > tolerance * s[0];
    }

    /**
     * {P √S, Q √S} of the singular value decomposition a = P S Qᵀ; null where the smallest singular value is not above
     * tolerance times the largest.
     */
    public static double[][] balancedFactors(double[] a, int r, double tolerance) {
        if (Small.norm(a) == 0) return null;
        SingularValueDecomposition svd = new SingularValueDecomposition(matrix(a, r));
        double[] s = svd.getSingularValues();
        if (s[r - 1] <= tolerance * s[0]) return null;
        double[] p = flat(svd.getU());
        double[] q = flat(svd.getV());
        for (int k = 0; k < r; k++) {
            for (int i = 0; i < r; i++) {
                p[i * r + k] *= Math.sqrt(s[k]);
                q[i * r + k] *= Math.sqrt(s[k]);
            }
        }
        return new double[][] {p, q};
    }

    /** P Qᵀ of the singular value decomposition a = P S Qᵀ: the nearest orthogonal matrix. */
    public static double[] polarFactor(double[] a, int r) {
        if (Small.norm(a) == 0) return new double[r * r];
        SingularValueDecomposition svd = new SingularValueDecomposition(matrix(a, r));
        return Small.timesTransposed(flat(svd.getU()), flat(svd.getV()), r);
    }

    private static RealMatrix matrix(double[] a, int r) {
        return new Array2DRowRealMatrix(Small.rows(a, r), false);
    }

    private static double[] flat(RealMatrix m) {
        return Small.flat(m.getData());
    }
}
