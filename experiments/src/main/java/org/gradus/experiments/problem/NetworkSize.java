package org.gradus.experiments.problem;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.option.Require;

/** A network that no memory holds is refused before it is made. */
final class NetworkSize {
    private static final double MOST = 1e8;

    private NetworkSize() {}

    /** @param hidden sizes of the hidden layers, each at least 1 */
    static void check(long inputs, List<Integer> hidden, long outputs) {
        List<Long> sizes = new ArrayList<>();
        hidden.forEach(size -> sizes.add((long) size));
        sizes.add(outputs);
        double parameters = 0;
        double before = inputs;
        for (long size : sizes) {
            parameters += (before + 1) * size;
            before = size;
        }
        Require.check(parameters <= MOST, "hidden", "such that there are at most 100 million parameters",
                String.format("%s, which makes %.3g", sizes.subList(0, sizes.size() - 1), parameters));
    }
}
