package org.gradus.optim.problem;

import java.util.Map;
import java.util.OptionalDouble;
import org.gradus.optim.tensor.Tensors;

/**
 * An objective to minimise: the mean loss over examples plus a regularizer, with its gradient in closed form.
 *
 * <p>An instance keeps work space and belongs to one thread. Making another one is cheap: the data
 * ({@link Examples}) is immutable and shared. Parameters that diverged give a loss that is not finite, never an error.
 */
public interface Problem {
    /** Fresh starting parameters; equal seeds give equal parameters. */
    Tensors start(long seed);

    /** The number of training examples; 0 for a problem without data. */
    int examples();

    /**
     * The objective on some of the examples: their mean loss plus the regularizer.
     *
     * @param parameters arrays of the names, shapes and type that {@link #start} gives
     * @param gradients  arrays like the parameters; overwritten
     * @param batch      indices of the examples, each in {@code [0, examples())}; null: all of them
     * @throws org.gradus.optim.option.InvalidInput if an array or an index does not fit; the gradients are then untouched
     */
    double lossAndGradient(Tensors parameters, Tensors gradients, int[] batch);

    /** The objective on all training examples, regularizer included. */
    double loss(Tensors parameters);

    /** Measures on held-out data, such as {@code testLoss} and {@code testAccuracy}; empty where there is none. */
    default Map<String, Double> metrics(Tensors parameters) {
        return Map.of();
    }

    /** The minimum of {@link #loss}, where it is known in closed form. */
    default OptionalDouble optimum() {
        return OptionalDouble.empty();
    }
}
