package org.gradus.federated.noise;

import java.util.List;
import org.gradus.optim.option.Catalogue;

/** Every law of noise that a run spec can name. */
public final class Noises {
    public static final Catalogue<Noise> CATALOGUE = new Catalogue<>("noise", Noise.class, List.of(
            None.class, Gaussian.class, StudentT.class, Pareto.class, AlphaStable.class, SparseSpikes.class,
            SkewedPareto.class));

    private Noises() {}
}
