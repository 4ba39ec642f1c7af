package org.gradus.experiments.problem;

import java.util.List;
import org.gradus.optim.option.Catalogue;

/** Every problem of many clients that a spec can name. */
public final class FederatedProblems {
    public static final Catalogue<FederatedProblemSpec> CATALOGUE = new Catalogue<>("federated problem", FederatedProblemSpec.class,
            List.of(SharedExamples.class, QuadraticClients.class, TokenClients.class, KinkedClients.class));

    private FederatedProblems() {}
}
