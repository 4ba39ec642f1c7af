package org.gradus.federated.partition;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * The rows of each class are cut by a Dirichlet draw over the clients, one draw a class: small alpha gives clients few
 * classes and unequal sizes, large alpha makes them alike.
 */
@Entry(type = "dirichlet", about = "each class shared out by a Dirichlet draw over the clients: label and size skew",
        source = "Yurochkin et al. 2019, arXiv 1905.12022, section 4; Li et al., arXiv 2102.02079")
public record Dirichlet(
        @Option(about = "concentration, > 0: 0.1 is strong skew, 100 nearly iid") double alpha) implements Partitioner {
    public Dirichlet {
        Require.positive("alpha", alpha);
    }

    @Override
    public Partition split(int[] labels, int[] groups, int clients, long seed) {
        Shares shares = new Shares(labels.length, clients);
        Keyed random = Shares.random(seed);
        for (int[] members : Shares.byClass(labels, random)) {
            shares.cut(members, Proportions.dirichlet(alpha, clients, random));
        }
        return shares.partition();
    }
}
