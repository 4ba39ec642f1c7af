package org.gradus.optim;

import java.util.Set;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.gradus.optim.tensor.Tensors;

/**
 * How parameters move, given their gradients: an immutable description that holds no memory of its own, so one object
 * serves many models and threads. All memory is in a {@link State} of named arrays.
 *
 * <pre>{@code
 * Bound bound = AdamW.of(1e-3).bind(Tensors.of("W", w, "b", b));
 * bound.step(Tensors.of("W", gradientOfW, "b", gradientOfB));   // w and b have moved
 * }</pre>
 *
 * <p>Only the optimizer writes parameters, always as {@code parameter -= direction}. A kind of optimizer is one of
 * these six; a new method is a {@link Rule}, or a {@link MatrixMethod} where whole matrices are needed.
 */
public sealed interface Optimizer permits Rule, MatrixMethod, ByRole, Chain, Route, Frozen {
    /** State for these parameters, allocated in full, outside any workspace. */
    default State init(Tensors parameters) {
        return Binding.of(this, parameters).newState();
    }

    /**
     * One step, in place.
     *
     * @param gradients one array a parameter, by name, of its shape and data type
     * @param state from {@link #init} or {@link State#load}
     * @throws InvalidInput if names, shapes or types do not fit; nothing has changed then
     * @throws NonFiniteGradient if a gradient is not finite; nothing has changed then
     */
    default void step(Tensors parameters, Tensors gradients, State state) {
        state.bound(this, parameters).step(gradients);
    }

    /** The optimizer tied to parameters and fresh state: then {@link Bound#step} is all there is. */
    default Bound bind(Tensors parameters) {
        return bind(parameters, init(parameters));
    }

    /** The optimizer tied to parameters and existing state, which must fit by names, shapes and types. */
    default Bound bind(Tensors parameters, State state) {
        return state.bound(this, parameters);
    }

    /** What holds of the method whatever the problem; the contract tests check each. */
    default Set<Trait> traits() {
        return Set.of();
    }

    /** A copy with one option changed: {@code AdamW.of(1e-3).with("beta2", 0.95)}. */
    default Optimizer with(String option, Object value) {
        return Options.with(this, option, value);
    }

    /** As a run spec would have it, every option resolved. */
    default Object write() {
        return Catalogue.write(this);
    }
}
