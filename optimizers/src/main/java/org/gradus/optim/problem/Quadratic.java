package org.gradus.optim.problem;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@code f(x) = 1/2 (x - c)' Q (x - c)} with {@code Q = V diag(eigenvalues) V'} of a prescribed spectrum: the problem
 * on which convergence rates are exact. V is the identity, a random rotation, or a planar one; rotations tell
 * coordinate-wise methods from rotation-invariant ones. One parameter, {@code x}; the minimum is 0, at c.
 */
public final class Quadratic implements Problem {
    private final double[] eigenvalues;
    /** The rows of V; null for the identity. */
    private final double[][] basis;
    private final double[] center;
    private final DataType type;
    private final Mirror x;
    private final Mirror gradient;
    private final double[] offset;
    private final double[] coordinates;

    private Quadratic(double[] eigenvalues, double[][] basis, double[] center, DataType type) {
        int n = eigenvalues.length;
        Require.check(n > 0, "eigenvalues", "at least one number", "empty");
        for (double value : eigenvalues) Require.nonNegative("eigenvalues", value);
        if (center.length != n) {
            throw new InvalidInput("center has " + center.length + " coordinates, but there are " + n + " eigenvalues");
        }
        for (double value : center) Require.finite("center", value);
        this.eigenvalues = eigenvalues.clone();
        this.basis = basis;
        this.center = center.clone();
        this.type = type;
        this.x = new Mirror("x", type, n);
        this.gradient = new Mirror("x", type, n);
        this.offset = new double[n];
        this.coordinates = new double[n];
    }

    /** Q diagonal, never formed: any dimension. */
    public static Quadratic diagonal(double[] eigenvalues, DataType type) {
        return new Quadratic(eigenvalues, null, new double[eigenvalues.length], type);
    }

    /** V uniformly distributed over the orthogonal matrices, by seed. Memory and time per gradient: n squared. */
    public static Quadratic rotated(double[] eigenvalues, long seed, DataType type) {
        double[][] basis = Orthogonal.random(eigenvalues.length, seed);
        return new Quadratic(eigenvalues, basis, new double[eigenvalues.length], type);
    }

    /**
     * V block-diagonal: each {@code block} eigenvalues in turn have a random rotation of their own, by seed; the last block
     * has what is left. Memory and time per gradient: n squared.
     */
    public static Quadratic rotatedInBlocks(double[] eigenvalues, int block, long seed, DataType type) {
        int n = eigenvalues.length;
        Require.check(block >= 1 && block <= n, "block", "from 1 to " + n, block);
        double[][] basis = new double[n][n];
        for (int at = 0; at < n; at += block) {
            double[][] rotation = Orthogonal.random(Math.min(block, n - at), seed + at / block);
            for (int i = 0; i < rotation.length; i++) {
                System.arraycopy(rotation[i], 0, basis[at + i], at, rotation.length);
            }
        }
        return new Quadratic(eigenvalues, basis, new double[n], type);
    }

    /** Two dimensions, with the axes turned counter-clockwise by the angle in radians. */
    public static Quadratic planar(double first, double second, double angle, DataType type) {
        Require.finite("angle", angle);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        return new Quadratic(new double[] {first, second}, new double[][] {{cos, -sin}, {sin, cos}},
                new double[2], type);
    }

    /** The same function with its minimum at c. */
    public Quadratic centeredAt(double... c) {
        return new Quadratic(eigenvalues, basis, c, type);
    }

    /** A spectrum from the smallest to the largest value at equal ratios; their quotient is the condition number. */
    public static double[] logSpaced(int dimension, double smallest, double largest) {
        Require.check(dimension > 0, "dimension", "at least 1", dimension);
        Require.positive("smallest", smallest);
        Require.check(largest >= smallest && Double.isFinite(largest), "largest", "finite and at least the smallest",
                largest);
        double[] values = new double[dimension];
        double step = dimension == 1 ? 0 : Math.log(largest / smallest) / (dimension - 1);
        for (int i = 0; i < dimension; i++) values[i] = smallest * Math.exp(i * step);
        values[dimension - 1] = dimension == 1 ? smallest : largest;
        return values;
    }

    /** Standard normal coordinates. */
    @Override
    public Tensors start(long seed) {
        SplittableRandom random = Seeds.random(seed, 0);
        Arrays.setAll(x.vector(), i -> random.nextGaussian());
        return Tensors.of("x", x.array());
    }

    /** The point c. */
    public Tensors minimizer() {
        System.arraycopy(center, 0, x.vector(), 0, center.length);
        return Tensors.of("x", x.array());
    }

    @Override
    public int examples() {
        return 0;
    }

    @Override
    public double lossAndGradient(Tensors parameters, Tensors gradients, int[] batch) {
        if (batch != null) throw new InvalidInput("a quadratic has no examples to choose a batch from; pass null");
        gradient.check(gradients);
        double loss = loss(parameters);
        int n = center.length;
        for (int j = 0; j < n; j++) coordinates[j] *= eigenvalues[j];
        for (int i = 0; i < n; i++) {
            gradient.vector()[i] = basis == null ? coordinates[i] : Dense.dot(basis[i], coordinates);
        }
        gradient.write(gradients);
        return loss;
    }

    /** As a sum of squares, 1/2 sum eigenvalue_j (V'(x - c))_j^2, so rounding never makes it negative. */
    @Override
    public double loss(Tensors parameters) {
        x.read(parameters);
        int n = center.length;
        for (int i = 0; i < n; i++) offset[i] = x.vector()[i] - center[i];
        if (basis == null) {
            System.arraycopy(offset, 0, coordinates, 0, n);
        } else {
            Arrays.fill(coordinates, 0);
            for (int i = 0; i < n; i++) Dense.addScaled(coordinates, offset[i], basis[i]);
        }
        double sum = 0;
        for (int j = 0; j < n; j++) sum += eigenvalues[j] * coordinates[j] * coordinates[j];
        return sum / 2;
    }

    @Override
    public OptionalDouble optimum() {
        return OptionalDouble.of(0);
    }
}
