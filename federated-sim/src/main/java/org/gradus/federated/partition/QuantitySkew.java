package org.gradus.federated.partition;

import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** Rows at random, so labels are alike everywhere; sizes follow a power law of the rank or a Dirichlet draw. */
@Entry(type = "quantity-skew", about = "labels alike, sizes unequal: by a power law or a Dirichlet draw",
        source = "Li et al., arXiv 2102.02079, section 4.3 (Dirichlet)")
public record QuantitySkew(
        @Option(value = "power", about = "law of the sizes") Law law,
        @Option(value = "1", about = "power: the k-th largest client has a size like k^-exponent, >= 0") double exponent,
        @Option(value = "0.5", about = "dirichlet: concentration, > 0") double alpha) implements Partitioner {
    /** Where the sizes come from. */
    public enum Law { POWER, DIRICHLET }

    public QuantitySkew {
        Require.nonNegative("exponent", exponent);
        Require.positive("alpha", alpha);
    }

    @Override
    public Partition split(int[] labels, int[] groups, int clients, long seed) {
        Shares shares = new Shares(labels.length, clients);
        Keyed random = Shares.random(seed);
        double[] sizes = law == Law.POWER ? Proportions.powerLaw(exponent, clients, random)
                : Proportions.dirichlet(alpha, clients, random);
        shares.cut(Shares.shuffled(labels.length, random), sizes);
        return shares.partition();
    }
}
