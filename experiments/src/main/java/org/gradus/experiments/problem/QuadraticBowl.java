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
        @Option(value = "random", about = "eigenvectors: the axes (none), or drawn uniformly (random)") Rotation rotation)
        implements ProblemSpec {
    /** The random rotation is the same in every run: seeds are for starting points. */
    private static final long ROTATION_SEED = 0;
    /** A rotation takes the square of the dimension in memory. */
    private static final int LARGEST_ROTATED = 4000;
    private static final int LARGEST = 10_000_000;

    /** How the axes of the bowl lie. */
    public enum Rotation { NONE, RANDOM }

    public QuadraticBowl {
        int largest = rotation == Rotation.NONE ? LARGEST : LARGEST_ROTATED;
        Require.check(dimension >= 1 && dimension <= largest, "dimension", "from 1 to " + largest, dimension);
        Require.check(condition >= 1 && Double.isFinite(condition), "condition", "a finite number >= 1", condition);
    }

    @Override
    public Problem make(DataType type) {
        double[] eigenvalues = Quadratic.logSpaced(dimension, 1 / condition, 1);
        return rotation == Rotation.NONE ? Quadratic.diagonal(eigenvalues, type)
                : Quadratic.rotated(eigenvalues, ROTATION_SEED, type);
    }
}
