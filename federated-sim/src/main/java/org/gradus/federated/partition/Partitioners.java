package org.gradus.federated.partition;

import java.util.List;
import org.gradus.optim.option.Catalogue;

/** Every partitioner that a run spec can name. */
public final class Partitioners {
    public static final Catalogue<Partitioner> CATALOGUE = new Catalogue<>("partitioner", Partitioner.class, List.of(
            Iid.class, Dirichlet.class, Shards.class, Pathological.class, QuantitySkew.class, Natural.class));

    private Partitioners() {}
}
