package org.gradus.experiments.search;

import java.math.BigDecimal;
import java.math.MathContext;
import org.gradus.optim.option.Require;

/** On what scale the values of a range are evenly spread. */
public enum Scale {
    /** Equal factors: rates, thresholds, eps. */
    LOG {
        @Override
        void check(double low, double high) {
            Require.check(low > 0, "the low end of a range on a log scale", "above 0 (or write low..high:linear)", low);
        }

        @Override
        double position(double value) {
            return Math.log(value);
        }

        @Override
        double value(double position) {
            return Math.max(1 / Interval.LARGEST, Math.min(Interval.LARGEST, Math.exp(position)));
        }
    },
    /** Equal differences. */
    LINEAR {
        @Override
        void check(double low, double high) {}

        @Override
        double position(double value) {
            return value;
        }

        @Override
        double value(double position) {
            return position;
        }
    },
    /** Equal factors of 1 - value: decay rates, where 0.9, 0.99, 0.999 average over 10, 100, 1000 steps. */
    DECAY {
        @Override
        void check(double low, double high) {
            Require.check(high < 1, "the high end of a range of decay rates", "below 1", high);
        }

        @Override
        double position(double value) {
            return -Math.log1p(-value);
        }

        @Override
        double value(double position) {
            return Math.min(Math.nextDown(1.0), -Math.expm1(-position));
        }

        @Override
        double rounded(double value) {
            return BigDecimal.ONE.subtract(new BigDecimal(1 - value).round(DIGITS)).doubleValue();
        }
    };

    private static final MathContext DIGITS = new MathContext(3);

    abstract void check(double low, double high);

    /** Where a value lies on the scale. */
    abstract double position(double value);

    /** What lies there. */
    abstract double value(double position);

    /** To three significant digits (of 1 - value where that is what counts): what is tried is what is written. */
    double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
