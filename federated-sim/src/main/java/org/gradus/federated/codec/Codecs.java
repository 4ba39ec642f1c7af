package org.gradus.federated.codec;

import java.util.List;
import org.gradus.optim.option.Catalogue;

/** Every codec that a run spec can name. */
public final class Codecs {
    public static final Catalogue<Codec> CATALOGUE = new Catalogue<>("codec", Codec.class, List.of(
            Identity.class, TopK.class, RandomK.class, Qsgd.class, Sign.class, SeedOnly.class));

    private Codecs() {}
}
