package org.gradus.federated.codec;

import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/** What codecs ask of their input. */
final class Check {
    private Check() {}

    static void finite(double[] vector) {
        if (vector.length == 0) throw new InvalidInput("there is nothing to encode: the vector has length 0");
        for (int i = 0; i < vector.length; i++) {
            if (!Double.isFinite(vector[i])) {
                throw new InvalidInput("value " + i + " of the vector is " + vector[i]
                        + ": only finite numbers are encoded");
            }
        }
    }

    /** For codecs that multiply what came in, which may overflow. */
    static void decoded(double[] into) {
        for (int i = 0; i < into.length; i++) {
            if (!Double.isFinite(into[i])) {
                throw new InvalidInput("the payload decodes to a number beyond float64 at " + i);
            }
        }
    }

    static void k(int k, int length) {
        Require.check(k <= length, "k", "at most " + length + ", the length of the vector", k);
    }
}
