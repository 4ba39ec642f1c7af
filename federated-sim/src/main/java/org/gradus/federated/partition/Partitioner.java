package org.gradus.federated.partition;

import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;

/** How the rows of a data set are shared out among clients. The same seed gives the same partition. */
public interface Partitioner {
    /**
     * @param labels the class of each row, at least 0; partitioners that ignore classes use the length alone
     * @param groups the group of each row (author, device, ...), or null if there are none
     * @throws InvalidInput if there are fewer rows than clients, or the options do not fit the data
     */
    Partition split(int[] labels, int[] groups, int clients, long seed);

    /** A type name, text such as {@code "dirichlet(alpha=0.1)"}, or a map with a {@code type}. */
    static Partitioner parse(Object spec) {
        return Partitioners.CATALOGUE.read(spec);
    }

    /** The map that {@link #parse} reads. */
    default Object write() {
        return Catalogue.write(this);
    }
}
