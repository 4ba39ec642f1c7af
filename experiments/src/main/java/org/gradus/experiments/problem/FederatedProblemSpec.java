package org.gradus.experiments.problem;

import org.gradus.optim.option.Catalogue;

/** A problem of many clients as a spec describes it. */
public interface FederatedProblemSpec {
    /** The problem for one run; equal specs give equal problems. */
    FederatedTask make();

    /** Reads {@code {type: shared-examples, problem: digits, clients: 100}} or {@code quadratic-clients}. */
    static FederatedProblemSpec parse(Object spec) {
        return FederatedProblems.CATALOGUE.read(spec);
    }

    /** As a spec would have it, every option resolved. */
    default Object write() {
        return Catalogue.write(this);
    }
}
