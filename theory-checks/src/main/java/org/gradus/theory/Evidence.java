package org.gradus.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one instance shows: its comparisons, or why the claim does not speak about it.
 *
 * @param outside the assumption that the instance breaks, with the number that breaks it
 */
public record Evidence(List<Comparison> comparisons, Optional<String> outside) {

    public Evidence {
        comparisons = List.copyOf(comparisons);
    }

    public static Evidence of(Comparison... comparisons) {
        return of(Arrays.asList(comparisons));
    }

    public static Evidence of(List<? extends Comparison> comparisons) {
        return new Evidence(new ArrayList<>(comparisons), Optional.empty());
    }

    /** The instance breaks an assumption, such as {@code "row dominance c < 1, but c = 1.2"}. */
    public static Evidence outside(String assumption) {
        return new Evidence(List.of(), Optional.of(assumption));
    }
}
