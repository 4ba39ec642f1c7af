package org.gradus.optim.problem;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code f(x) = 1/(2n) sum_i (a_i' x - y_i)^2 + ridge/2 |x|^2}: linear regression on n rows. One parameter, {@code x}.
 */
public final class LeastSquares implements Problem {
    private final double[][] rows;
    private final double[] targets;
    private final double ridge;
    private final Mirror x;
    private final Mirror gradient;
    private double[] minimizer;

    /**
     * @param matrix  the rows a_i, n x d, finite
     * @param targets the n numbers y_i, finite
     * @param ridge   at least 0; above 0 the objective is ridge-strongly convex
     * @param type    of the parameters: FLOAT or DOUBLE
     */
    public LeastSquares(INDArray matrix, INDArray targets, double ridge, DataType type) {
        if (matrix.rank() != 2) throw new InvalidInput("matrix has rank " + matrix.rank() + ", but must be n x d");
        if (targets.length() != matrix.rows()) {
            throw new InvalidInput("matrix has " + matrix.rows() + " rows, but there are " + targets.length()
                    + " targets; give one target a row");
        }
        Require.nonNegative("ridge", ridge);
        this.rows = Examples.finite("matrix is", matrix);
        this.targets = Examples.finite("targets are", targets.reshape(1, targets.length()))[0];
        this.ridge = ridge;
        this.x = new Mirror("x", type, matrix.columns());
        this.gradient = new Mirror("x", type, matrix.columns());
    }

    /** Standard normal coordinates. */
    @Override
    public Tensors start(long seed) {
        SplittableRandom random = Seeds.random(seed, 0);
        Arrays.setAll(x.vector(), i -> random.nextGaussian());
        return Tensors.of("x", x.array());
    }

    @Override
    public int examples() {
        return targets.length;
    }

    @Override
    public double lossAndGradient(Tensors parameters, Tensors gradients, int[] batch) {
        Examples.checkBatch(batch, targets.length);
        gradient.check(gradients);
        x.read(parameters);
        int n = batch == null ? targets.length : batch.length;
        int d = x.vector().length;
        Arrays.fill(gradient.vector(), 0);
        double sum = 0;
        for (int k = 0; k < n; k++) {
            int i = batch == null ? k : batch[k];
            double residual = residual(x.vector(), i);
            sum += residual * residual;
            Dense.addScaled(gradient.vector(), residual, rows[i]);
        }
        for (int j = 0; j < d; j++) gradient.vector()[j] = gradient.vector()[j] / n + ridge * x.vector()[j];
        gradient.write(gradients);
        return sum / (2.0 * n) + ridge / 2 * Dense.dot(x.vector(), x.vector());
    }

    @Override
    public double loss(Tensors parameters) {
        x.read(parameters);
        return loss(x.vector());
    }

    @Override
    public OptionalDouble optimum() {
        return OptionalDouble.of(loss(solution()));
    }

    /** The minimizer; of several (dependent columns, no ridge) the one of least norm. */
    public Tensors minimizer() {
        System.arraycopy(solution(), 0, x.vector(), 0, x.vector().length);
        return Tensors.of("x", x.array());
    }

    private double loss(double[] point) {
        double sum = 0;
        for (int i = 0; i < targets.length; i++) {
            double residual = residual(point, i);
            sum += residual * residual;
        }
        return sum / (2.0 * targets.length) + ridge / 2 * Dense.dot(point, point);
    }

    private double residual(double[] point, int i) {
        return Dense.dot(rows[i], point) - targets[i];
    }

    /** The ridge enters as d more rows sqrt(n ridge) I: a singular value decomposition never squares the condition. */
    private double[] solution() {
        if (minimizer == null) {
            int n = targets.length;
            int d = x.vector().length;
            int extra = ridge > 0 ? d : 0;
            double[][] stacked = Arrays.copyOf(rows, n + extra);
            for (int j = 0; j < extra; j++) {
                stacked[n + j] = new double[d];
                stacked[n + j][j] = Math.sqrt(n * ridge);
            }
            minimizer = new SingularValueDecomposition(new Array2DRowRealMatrix(stacked)).getSolver()
                    .solve(new ArrayRealVector(Arrays.copyOf(targets, n + extra), false)).toArray();
        }
        return minimizer;
    }
}
