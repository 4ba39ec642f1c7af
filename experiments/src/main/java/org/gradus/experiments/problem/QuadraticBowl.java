package org.gradus.experiments.problem;

import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.problem.Quadratic;
import org.nd4j.linalg.api.buffer.DataType;

@Entry(type = "quadratic", about = "1/2 x'Qx with eigenvalues from 1/condition to 1 at equal ratios; the minimum is 0")
public record QuadraticBowl(
        @Option(value = "100", about = "coordinates of x") int dimension,
        @Option(value = "100", about = "largest eigenvalue over the smallest, >= 1") double condition,
        @Option(value = "random", about = "eigenvectors: the axes (none), or drawn uniformly (random)") Rotation rotation,
        @Option(value = "0", about = "random eigenvectors turn so many neighbouring coordinates each; 0: all together")
        int block,
        @Option(value = "sorted", about = "eigenvalues along the axes: sorted, so that a block has like ones, or dealt out, "
                + "so that every block has small and large ones") Order order)
        implements ProblemSpec {
    /** The random rotation is the same in every run: seeds are for starting points. */
    private static final long ROTATION_SEED = 0;
    /** A rotation takes the square of the dimension in memory. */
    private static final int LARGEST_ROTATED = 4000;
    private static final int LARGEST = 10_000_000;

    /** How the axes of the bowl lie. */
    public enum Rotation { NONE, RANDOM }

    /** In which order the axes have the eigenvalues: it matters where blocks are turned. */
    public enum Order { SORTED, DEALT }

    public QuadraticBowl {
        int largest = rotation == Rotation.NONE ? LARGEST : LARGEST_ROTATED;
        Require.check(dimension >= 1 && dimension <= largest, "dimension", "from 1 to " + largest, dimension);
        Require.check(condition >= 1 && Double.isFinite(condition), "condition", "a finite number >= 1", condition);
        Require.check(block >= 0 && block <= dimension, "block", "from 0 (all together) to dimension, " + dimension, block);
    }

    @Override
    public Problem make(DataType type) {
        double[] sorted = Quadratic.logSpaced(dimension, 1 / condition, 1);
        double[] eigenvalues = order == Order.SORTED ? sorted : dealt(sorted);
        if (rotation == Rotation.NONE) return Quadratic.diagonal(eigenvalues, type);
        return block == 0 || block == dimension ? Quadratic.rotated(eigenvalues, ROTATION_SEED, type)
                : Quadratic.rotatedInBlocks(eigenvalues, block, ROTATION_SEED, type);
    }

    /** As cards are: one to every block in turn, as long as it has room. */
    private double[] dealt(double[] sorted) {
        int size = block == 0 ? dimension : block;
        int blocks = (dimension - 1) / size + 1;
        double[] dealt = new double[dimension];
        int[] filled = new int[blocks];
        int b = 0;
        for (double eigenvalue : sorted) {
            while (filled[b] == Math.min(size, dimension - b * size)) b = (b + 1) % blocks;
            dealt[b * size + filled[b]++] = eigenvalue;
            b = (b + 1) % blocks;
        }
        return dealt;
    }
}
