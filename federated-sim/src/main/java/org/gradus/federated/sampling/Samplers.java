package org.gradus.federated.sampling;

import java.util.List;
import org.gradus.optim.option.Catalogue;

/** Every sampler that a run spec can name. */
public final class Samplers {
    public static final Catalogue<Sampler> CATALOGUE = new Catalogue<>("sampler", Sampler.class, List.of(
            All.class, Uniform.class, Weighted.class, Fixed.class, Cyclic.class, Available.class));

    private Samplers() {}
}
