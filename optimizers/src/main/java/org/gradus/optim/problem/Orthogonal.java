package org.gradus.optim.problem;

import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.option.Require;

/** Random orthogonal matrices. */
final class Orthogonal {
    /** Beyond this the float64 matrix alone takes half a gigabyte, and the decomposition hours. */
    private static final int LARGEST = 8192;

    private Orthogonal() {}

    /**
     * An n x n matrix drawn from the Haar measure: the Q of a Gaussian matrix's Householder QR, with every
     * column's sign set so that R has a positive diagonal. Without the signs it would not be uniform (Mezzadri 2007,
     * "How to generate random matrices from the classical compact groups").
     */
    static double[][] random(int n, long seed) {
        Require.check(n <= LARGEST, "dimension of a rotation", "at most " + LARGEST, n);
        SplittableRandom random = Seeds.random(seed, n);
        double[][] gaussian = new double[n][n];
        for (double[] row : gaussian) {
            for (int j = 0; j < n; j++) row[j] = random.nextGaussian();
        }
        QRDecomposition qr = new QRDecomposition(new Array2DRowRealMatrix(gaussian, false));
        RealMatrix q = qr.getQ();
        RealMatrix r = qr.getR();
        double[][] basis = q.getData();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) basis[i][j] *= Math.signum(r.getEntry(j, j));
        }
        return basis;
    }
}
