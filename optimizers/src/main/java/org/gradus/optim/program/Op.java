package org.gradus.optim.program;

/**
 * The operations of a {@link Program}. Every one is exactly defined by IEEE 754, so each executor gives the same bits
 * in the same precision; that is why there is no fused multiply-add and no transcendental function among the
 * elementwise ones.
 */
public enum Op {
    // Leaves: uniform (one number a step) ...
    CONSTANT, SCHEDULE, STEP, ELEMENTS, SCALAR, REDUCTION,
    // ... and elementwise (one number an element).
    GRADIENT, PARAMETER, STATE, COVER,

    ADD, SUBTRACT, MULTIPLY, DIVIDE, MIN, MAX, NEGATE, ABS, SIGN, SQRT,
    /** {@code c} where {@code a < b}, otherwise {@code d}. */
    SELECT,
    /** Uniform only. */
    POWER;

    public int arity() {
        return switch (this) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MIN, MAX, POWER -> 2;
            case NEGATE, ABS, SIGN, SQRT -> 1;
            case SELECT -> 4;
            default -> 0;
        };
    }

    public boolean leaf() {
        return arity() == 0;
    }

    boolean commutative() {
        return this == ADD || this == MULTIPLY || this == MIN || this == MAX;
    }

    /** The meaning of every operation that is not a leaf, for all who need it in float64. */
    public double apply(double a, double b, double c, double d) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case NEGATE -> -a;
            case ABS -> Math.abs(a);
            case SIGN -> Math.signum(a);
            case SQRT -> Math.sqrt(a);
            case SELECT -> a < b ? c : d;
            case POWER -> Math.pow(a, b);
            default -> throw new IllegalStateException(this + " is a leaf");
        };
    }
}
