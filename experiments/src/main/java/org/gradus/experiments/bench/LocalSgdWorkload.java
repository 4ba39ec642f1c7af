package org.gradus.experiments.bench;

import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;

/**
 * Local SGD on quadratics {@code 1/2 (x - c_m)' Q (x - c_m)}, in float64: in a round every client makes so many steps from
 * the model, and the model becomes the average.
 *
 * @param noise standard deviation of the normal noise on every coordinate of every gradient; 0: none
 */
public record LocalSgdWorkload(int clients, int steps, int dimension, double rate, double noise) {
    /** The common Hessian, A'A / n of a standard normal A, row by row. */
    public double[][] hessian() {
        int n = dimension;
        double[][] q = new double[n][n];
        double[] row = new double[n];
        Keyed random = Keyed.of(0, 0, 0, 0, Purpose.PARTITION);
        for (int k = 0; k < n; k++) {
            random.fillGaussian(row, 0, n, 1);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) q[i][j] += row[i] * row[j] / n;
            }
        }
        return q;
    }

    /** The minimizers of the clients, standard normal. */
    public double[][] centers() {
        double[][] centers = new double[clients][dimension];
        Keyed random = Keyed.of(0, 1, 0, 0, Purpose.PARTITION);
        for (double[] center : centers) random.fillGaussian(center, 0, dimension, 1);
        return centers;
    }

    @Override
    public String toString() {
        return clients + " clients x " + steps + " steps, d = " + dimension + (noise == 0 ? ", no noise" : ", normal noise");
    }
}
