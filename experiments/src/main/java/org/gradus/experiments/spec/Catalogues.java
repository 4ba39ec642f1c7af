package org.gradus.experiments.spec;

import java.util.List;
import org.gradus.experiments.problem.FederatedProblems;
import org.gradus.experiments.problem.Problems;
import org.gradus.federated.Correction;
import org.gradus.federated.Exchange;
import org.gradus.federated.Stragglers;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.federated.codec.Codecs;
import org.gradus.federated.noise.Noises;
import org.gradus.federated.partition.Partitioners;
import org.gradus.federated.rule.Rules;
import org.gradus.federated.sampling.Samplers;
import org.gradus.federated.time.Latencies;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Extensions;
import org.gradus.optim.schedule.Schedules;

/** Every catalogue that a run spec draws from. */
public final class Catalogues {
    public static final List<Catalogue<?>> ALL = List.of(Optimizers.CATALOGUE, Rules.INNER, Rules.OUTER,
            Schedules.CATALOGUE, Problems.CATALOGUE, FederatedProblems.CATALOGUE, Algorithms.CATALOGUE, Samplers.CATALOGUE,
            Partitioners.CATALOGUE, Codecs.CATALOGUE, Noises.CATALOGUE, Latencies.CATALOGUE, Correction.CATALOGUE,
            Exchange.CATALOGUE, Stragglers.CATALOGUE);

    private Catalogues() {}

    /**
     * Looks at what extensions add, before anything is done with it.
     *
     * @throws org.gradus.optim.option.InvalidInput if an extension is broken, takes a name that is taken, or has a record
     *     that belongs to no catalogue
     */
    public static void checkExtensions() {
        if (Extensions.entries().isEmpty()) return;
        Extensions.check(ALL.stream().<Class<?>>map(Catalogue::family).toList());
        ALL.forEach(Catalogue::types);
    }
}
