package org.gradus.experiments.problem;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.LeastSquares;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.problem.Quadratic;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

@Entry(type = "least-squares", about = "1/(2 rows) |Ax - y|^2 with a random A of given condition; Hessian eigenvalues from 1/condition to 1")
public record RandomLeastSquares(
        @Option(value = "500", about = "examples") int rows,
        @Option(value = "20", about = "coordinates of x, at most rows") int columns,
        @Option(value = "100", about = "largest Hessian eigenvalue over the smallest, >= 1") double condition,
        @Option(value = "0.1", about = "standard deviation of the noise in y, >= 0") double noise) implements ProblemSpec {
    /** The data is the same in every run: seeds are for starting points and batches. */
    private static final long DATA_SEED = 0;
    private static final int MOST_ROWS = 5000;
    private static final int MOST_COLUMNS = 200;

    public RandomLeastSquares {
        Require.check(rows >= 1 && rows <= MOST_ROWS, "rows", "from 1 to " + MOST_ROWS, rows);
        int most = Math.min(rows, MOST_COLUMNS);
        Require.check(columns >= 1 && columns <= most, "columns", "from 1 to " + most, columns);
        Require.check(condition >= 1 && Double.isFinite(condition), "condition", "a finite number >= 1", condition);
        Require.nonNegative("noise", noise);
    }

    /** A is the sum of sqrt(rows * eigenvalue_k) u_k v_k' over orthonormal u and v, so A'A / rows has these eigenvalues. */
    @Override
    public Problem make(DataType type) {
        SplittableRandom random = new SplittableRandom(DATA_SEED);
        double[][] u = orthonormal(columns, rows, random);
        double[][] v = orthonormal(columns, columns, random);
        double[] eigenvalues = Quadratic.logSpaced(columns, 1 / condition, 1);
        double[] solution = normals(columns, random);
        double[][] a = new double[rows][columns];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) addScaled(a[i], Math.sqrt(rows * eigenvalues[k]) * u[k][i], v[k]);
            y[i] = dot(a[i], solution) + noise * random.nextGaussian();
        }
        return new LeastSquares(Nd4j.createFromArray(a), Nd4j.createFromArray(y), 0, type);
    }

    /** Random vectors, each made orthogonal to those before it; twice, since once leaves rounding errors. */
    private static double[][] orthonormal(int count, int length, SplittableRandom random) {
        double[][] vectors = new double[count][];
        for (int k = 0; k < count; k++) {
            vectors[k] = normals(length, random);
            for (int j = 0; j < 2 * k; j++) addScaled(vectors[k], -dot(vectors[k], vectors[j % k]), vectors[j % k]);
            double norm = Math.sqrt(dot(vectors[k], vectors[k]));
            for (int i = 0; i < length; i++) vectors[k][i] /= norm;
        }
        return vectors;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static void addScaled(double[] target, double factor, double[] vector) {
        for (int i = 0; i < target.length; i++) target[i] += factor * vector[i];
    }

    private static double[] normals(int n, SplittableRandom random) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }
}
