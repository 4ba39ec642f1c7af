package org.gradus.federated.algorithm;

import org.gradus.federated.Simulation;
import org.gradus.optim.option.Catalogue;

/** A published method: its options, and the round that they describe. */
public interface Algorithm {
    /**
     * The method as a round, of which {@link Simulation#with} may change anything.
     *
     * @param localSteps of a client and round, at least 1
     */
    Simulation simulation(int localSteps);

    /** A type name, text such as {@code "fedprox(rho=0.1)"}, or a map with a {@code type}. See {@link Algorithms#read}. */
    static Algorithm parse(Object spec) {
        return Algorithms.CATALOGUE.read(spec);
    }

    /** The map that {@link #parse} reads. */
    default Object write() {
        return Catalogue.write(this);
    }
}
