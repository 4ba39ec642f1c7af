package org.gradus.federated;

import java.util.List;
import org.gradus.federated.codec.ScalarFormat;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** What travels between the server and its clients. */
public sealed interface Exchange {
    Catalogue<Exchange> CATALOGUE = new Catalogue<>("exchange", Exchange.class, List.of(Model.class, SecondMoment.class, Fragments.class,
            SharedSeed.class));

    static Exchange parse(Object spec) {
        return CATALOGUE.read(spec);
    }

    /** The map that {@link #parse} reads. */
    default Object write() {
        return Catalogue.write(this);
    }

    /** The model down, the displacement up. */
    @Entry(type = "model", about = "the model down, the displacement up")
    record Model() implements Exchange {}

    /**
     * The server's second moment travels down with the model, and the clients' starts from it: from its slice maxima where
     * clients have those. It is made of squared displacements, while clients add squared gradients.
     */
    @Entry(type = "second-moment", about = "the server's second moment down, too: clients' preconditioners start from it",
            source = "Lee, Sharma, Zaheer and Li 2024, arXiv 2410.18117 (Costly Joint Adaptivity)")
    record SecondMoment() implements Exchange {}

    /**
     * The model in so many parts, one sent a round, in turn. Clients keep their models: what the server makes of part p
     * reaches them {@code delay} local steps into the next round, and their part becomes
     * {@code mix own + (1 - mix) server's}. A full cycle is one round of DiLoCo.
     */
    @Entry(type = "fragments", about = "one part of the model a round, overlapped with local steps",
            source = "Douillard et al. 2025, arXiv 2501.18512 (Streaming DiLoCo)")
    record Fragments(
            @Option(value = "4", about = "parts of the model") int count,
            @Option(value = "0", about = "local steps until the server's part has arrived") int delay,
            @Option(value = "0", about = "what a client keeps of its own part, in [0, 1)") double mix) implements Exchange {
        public Fragments {
            Require.check(count >= 1, "count", "at least 1", count);
            Require.check(delay >= 0, "delay", "at least 0", delay);
            Require.decayRate("mix", mix);
        }
    }

    /**
     * Only scalars: {@code g = (l(x + eps z) - l(x - eps z)) / (2 eps)} along directions z that everyone draws from the
     * shared seed. Everyone applies all scalars in the same order, its own as the others decode it, so models stay
     * equal.
     */
    @Entry(type = "shared-seed", about = "scalars along directions of a shared seed: one byte a gradient",
            source = "Zelikman et al. 2023, arXiv 2306.10015; SPSA as in arXiv 2305.17333")
    record SharedSeed(
            @Option(value = "0.001", about = "length of the two steps that a scalar compares, > 0") double eps,
            @Option(value = "1", about = "scalars of a client and round") int samples,
            @Option(value = "byte", about = "how a scalar travels: see ScalarFormat") ScalarFormat format,
            @Option(value = "mean",
                    about = "divides the sum by the number N of scalars (mean) or by its root (sqrt)") Normalizer normalizer)
            implements Exchange {
        public SharedSeed {
            Require.positive("eps", eps);
            Require.check(samples >= 1, "samples", "at least 1", samples);
        }

        /** What the sum over N scalars is divided by: N, or its root as in the published code. */
        public enum Normalizer { MEAN, SQRT }
    }
}
