package org.gradus.optim.program;

/**
 * A value in a rule's formula: of one element, or uniform (the same for all elements, such as a rate).
 * Arithmetic on it builds the program; nothing is computed yet.
 */
public final class Expr {
    final Graph graph;
    final int id;

    Expr(Graph graph, int id) {
        this.graph = graph;
        this.id = id;
    }

    public Expr plus(Expr other) {
        return apply(Op.ADD, other);
    }

    public Expr plus(double other) {
        return plus(constant(other));
    }

    public Expr minus(Expr other) {
        return apply(Op.SUBTRACT, other);
    }

    public Expr minus(double other) {
        return minus(constant(other));
    }

    public Expr times(Expr other) {
        return apply(Op.MULTIPLY, other);
    }

    public Expr times(double other) {
        return times(constant(other));
    }

    public Expr over(Expr other) {
        return apply(Op.DIVIDE, other);
    }

    public Expr over(double other) {
        return over(constant(other));
    }

    /** {@code this / other}, and 0 where {@code other} is not positive: the convention 0/0 = 0. */
    public Expr overOrZero(Expr other) {
        return constant(0).ifLess(other, over(other), constant(0));
    }

    public Expr min(Expr other) {
        return apply(Op.MIN, other);
    }

    public Expr max(Expr other) {
        return apply(Op.MAX, other);
    }

    public Expr clamp(Expr low, Expr high) {
        return max(low).min(high);
    }

    public Expr negate() {
        return apply(Op.NEGATE);
    }

    public Expr abs() {
        return apply(Op.ABS);
    }

    /** -1, 0 or 1; the sign of a zero is that zero. */
    public Expr sign() {
        return apply(Op.SIGN);
    }

    public Expr sqrt() {
        return apply(Op.SQRT);
    }

    public Expr square() {
        return times(this);
    }

    /** {@code this + weight (target - this)}: an exponential moving average with weight 1 - beta. */
    public Expr lerp(Expr target, Expr weight) {
        return plus(target.minus(this).times(weight));
    }

    public Expr lerp(Expr target, double weight) {
        // From the nearer end: with weight 1 nothing of this is left, not even by rounding.
        if (weight == 1) return target;
        return weight <= 0.5 ? lerp(target, constant(weight)) : target.minus(target.minus(this).times(1 - weight));
    }

    /** {@code then} where {@code this < bound}, else {@code otherwise}. */
    public Expr ifLess(Expr bound, Expr then, Expr otherwise) {
        return new Expr(graph, graph.apply(Op.SELECT, id, own(bound), own(then), own(otherwise)));
    }

    /** A power of a uniform value, such as {@code beta^t}. */
    public Expr power(Expr exponent) {
        return apply(Op.POWER, exponent);
    }

    Expr constant(double value) {
        return new Expr(graph, graph.constant(value));
    }

    private Expr apply(Op op) {
        return new Expr(graph, graph.apply(op, id));
    }

    private Expr apply(Op op, Expr other) {
        return new Expr(graph, graph.apply(op, id, own(other)));
    }

    private int own(Expr other) {
        if (other.graph != graph) throw new IllegalArgumentException("expressions of two traces cannot be mixed");
        return other.id;
    }
}
