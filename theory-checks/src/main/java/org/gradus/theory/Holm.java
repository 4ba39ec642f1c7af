package org.gradus.theory;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down procedure (Scandinavian Journal of Statistics 6, 1979): among many tests it keeps the probability of
 * any false rejection below the significance, whatever the dependence between them. Without it, a thousand draws of a true
 * claim in expectation would falsify it by chance alone.
 */
final class Holm {
    private Holm() {}

    /** The p-value down to which hypotheses are rejected; negative if none is. */
    static double threshold(List<Double> pValues, double significance) {
        List<Double> sorted = pValues.stream().sorted(Comparator.naturalOrder()).toList();
        int m = sorted.size();
        int rejected = IntStream.range(0, m).filter(i -> sorted.get(i) > significance / (m - i)).findFirst().orElse(m);
        return rejected == 0 ? -1 : sorted.get(rejected - 1);
    }
}
