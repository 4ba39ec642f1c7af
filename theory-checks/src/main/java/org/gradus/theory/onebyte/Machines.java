package org.gradus.theory.onebyte;

import java.util.Locale;
import org.gradus.federated.Exchange.SharedSeed.Normalizer;
import org.gradus.federated.Simulation;
import org.gradus.federated.algorithm.OneByte;
import org.gradus.federated.codec.ScalarFormat;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Schedule;

/**
 * Machines that exchange scalars.
 *
 * @param format float64, float32, log9, byte or sign
 * @param samples scalars of a machine and round
 */
record Machines(int dimension, int machines, int samples, String format, double rate, int rounds, long seed) {
    static final double EPS = 1e-3;

    Machines {
        Require.positive("rate", rate);
        Require.check(machines >= 1 && samples >= 1, "machines, samples", "at least 1", machines + ", " + samples);
    }

    Machines sending(String format) {
        return new Machines(dimension, machines, samples, format, rate, rounds, seed);
    }

    ScalarFormat scalars() {
        return ScalarFormat.valueOf(format.toUpperCase(Locale.ROOT));
    }

    Simulation simulation(Normalizer normalizer) {
        return new OneByte(Schedule.constant(rate), EPS, scalars(), normalizer).simulation(samples);
    }
}
