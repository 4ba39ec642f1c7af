package org.gradus.theory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HolmTest {
    /** By hand: 4 x 0.01, 3 x 0.011, 2 x 0.03, 1 x 0.5, each at least the one before, in the order given. */
    @Test
    void adjustedValuesAreThoseOfTheDefinition() {
        assertArrayEquals(new double[] {0.5, 0.04, 0.06, 0.04}, Holm.adjusted(0.5, 0.01, 0.03, 0.011), 1e-15);
        assertArrayEquals(new double[] {1, 1}, Holm.adjusted(0.6, 0.7), 0);
        assertArrayEquals(new double[0], Holm.adjusted(), 0);
    }

    @Test
    void anAdjustedValueRejectsWhatTheProcedureRejects() {
        Random random = new Random(1);
        for (int trial = 0; trial < 1000; trial++) {
            double[] p = random.doubles(1 + random.nextInt(8)).map(u -> u * u * u).toArray();
            double threshold = Holm.threshold(Arrays.stream(p).boxed().toList(), 0.05);
            double[] adjusted = Holm.adjusted(p);
            for (int i = 0; i < p.length; i++) assertEquals(p[i] <= threshold, adjusted[i] <= 0.05, Arrays.toString(p));
        }
    }
}
