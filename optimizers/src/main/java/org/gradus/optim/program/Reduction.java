package org.gradus.optim.program;

/**
 * A number made from all elements of an expression, accumulated in float64, or (for covers) one vector an axis.
 *
 * @param argument the node that is reduced
 * @param level reductions of level k need those of lower levels; all of one level share a pass
 * @param slot the cover slot that a {@link Kind#COVER_MAX} feeds, otherwise -1
 */
public record Reduction(Kind kind, Scope scope, int argument, int level, int slot) {
    public enum Kind {
        SUM, SUM_OF_SQUARES, MAX,
        /** 0 if every element is finite, otherwise NaN: the sum of x - x. */
        FINITE,
        /** The maximum over each slice of each axis. */
        COVER_MAX
    }

    /** Over the elements of one tensor, or over all tensors of the optimizer. */
    public enum Scope { TENSOR, TREE }
}
