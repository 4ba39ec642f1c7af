package org.gradus.theory.simulated;

/** Convex functions of one number with minimum 0 at 0 and curvature at most 1, but for the straight line. */
public enum Curve {
    SQUARE {
        @Override
        double value(double t) {
            return t * t / 2;
        }

        @Override
        double slope(double t) {
            return t;
        }
    },
    /** {@code sqrt(1 + t^2) - 1}: slopes stay below 1. */
    SOFT_ABS {
        @Override
        double value(double t) {
            return Math.hypot(1, t) - 1;
        }

        @Override
        double slope(double t) {
            return t / Math.hypot(1, t);
        }
    },
    LOG_COSH {
        @Override
        double value(double t) {
            double a = Math.abs(t);
            return a + Math.log1p(Math.exp(-2 * a)) - Math.log(2);
        }

        @Override
        double slope(double t) {
            return Math.tanh(t);
        }
    },
    /** {@code t^2/2} below 0 and {@code t^2/40} above: averages of local models drift towards the flat side. */
    LOPSIDED {
        @Override
        double value(double t) {
            return t < 0 ? t * t / 2 : t * t / 40;
        }

        @Override
        double slope(double t) {
            return t < 0 ? t : t / 20;
        }
    },
    /** t itself: a gradient that is the same everywhere. There is no minimum. */
    LINE {
        @Override
        double value(double t) {
            return t;
        }

        @Override
        double slope(double t) {
            return 1;
        }
    };

    abstract double value(double t);

    abstract double slope(double t);
}
