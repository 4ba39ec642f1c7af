package org.gradus.theory.schedule;

/** How well predicted losses fit recorded ones: mean absolute error, and the share of variance explained. */
record FitError(double mae, double r2) {
    static FitError of(double[] predicted, double[] recorded) {
        double mean = 0;
        for (double loss : recorded) mean += loss / recorded.length;
        double absolute = 0;
        double squares = 0;
        double variance = 0;
        for (int i = 0; i < recorded.length; i++) {
            double error = recorded[i] - predicted[i];
            absolute += Math.abs(error);
            squares += error * error;
            variance += (recorded[i] - mean) * (recorded[i] - mean);
        }
        return new FitError(absolute / recorded.length, 1 - squares / variance);
    }
}
