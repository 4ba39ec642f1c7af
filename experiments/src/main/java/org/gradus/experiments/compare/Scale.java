package org.gradus.experiments.compare;

/** What is subtracted from what. */
enum Scale {
    /** Logarithms; the mean of differences is the logarithm of the geometric mean of ratios. */
    RATIO,
    DIFFERENCE;

    /** A value on this scale. */
    double of(double value) {
        return this == RATIO ? Math.log(value) : value;
    }

    /** A difference on this scale, as a ratio or a difference of values. */
    double effect(double difference) {
        return this == RATIO ? Math.exp(difference) : difference;
    }
}
