package org.gradus.theory;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down procedure (Scandinavian Journal of Statistics 6, 1979): among many tests it keeps the probability of
 * any false rejection below the significance, whatever the dependence between them. Without it, a thousand draws of a true
 * claim in expectation would falsify it by chance alone.
 */
public final class Holm {
    private Holm() {}

    /** The p-value down to which hypotheses are rejected; negative if none is. */
    static double threshold(List<Double> pValues, double significance) {
        List<Double> sorted = pValues.stream().sorted(Comparator.naturalOrder()).toList();
        int m = sorted.size();
        int rejected = IntStream.range(0, m).filter(i -> sorted.get(i) > significance / (m - i)).findFirst().orElse(m);
        return rejected == 0 ? -1 : sorted.get(rejected - 1);
    }

    /**
     * For every p-value the smallest significance at which its hypothesis is rejected among all of them, in their order:
     * with p_(1) <= p_(2) <= ..., the largest of (m + 1 - i) p_(i) so far, at most 1.
     */
    public static double[] adjusted(double... pValues) {
        int m = pValues.length;
        int[] order = IntStream.range(0, m).boxed().sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue).toArray();
        double[] adjusted = new double[m];
        double largest = 0;
        for (int i = 0; i < m; i++) {
            largest = Math.max(largest, Math.min(1, (m - i) * pValues[order[i]]));
            adjusted[order[i]] = largest;
        }
        return adjusted;
    }
}
