package org.gradus.theory;

/**
 * {@code left <= right}, up to rounding: violated if {@code left > right + allowance}.
 *
 * @param allowance how far float64 arithmetic alone can carry the two sides apart, at least 0
 */
public record Inequality(String name, double left, double right, double allowance) implements Comparison {
    private static final double UNIT_ROUNDOFF = 0x1p-53;

    /** {@code left <= right} where the sides come out of this many rounded operations, errors of which may add up. */
    public static Inequality atMost(String name, double left, double right, long operations) {
        return new Inequality(name, left, right, operations * UNIT_ROUNDOFF * Math.max(Math.abs(left), Math.abs(right)));
    }

    /** {@code left <= right}, exactly: for counts, and for sides that were rounded in the safe direction. */
    public static Inequality exact(String name, double left, double right) {
        return new Inequality(name, left, right, 0);
    }

    /** {@code a = b} up to an absolute error. */
    public static Inequality equal(String name, double a, double b, double error) {
        return new Inequality(name, Math.abs(a - b), error, 0);
    }

    /** {@code a = b} up to an error relative to b. */
    public static Inequality close(String name, double a, double b, double relative) {
        return equal(name, a, b, relative * Math.abs(b));
    }

    /** Neither side is NaN; an infinite left side can still violate a finite bound. */
    boolean isConclusive() {
        return !Double.isNaN(left) && !Double.isNaN(right) && !(left == right && Double.isInfinite(left));
    }

    boolean isViolated() {
        return left > right + allowance;
    }

    @Override
    public double tightness() {
        return left <= 0 ? 0 : left / (right + allowance);
    }
}
