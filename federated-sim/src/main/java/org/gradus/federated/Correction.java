package org.gradus.federated;

import java.util.List;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * What a method does to a client's gradient before the inner optimizer sees it. x is the received model, y the local one.
 */
public sealed interface Correction {
    Catalogue<Correction> CATALOGUE = new Catalogue<>("correction", Correction.class, List.of(None.class, AtBroadcast.class, Proximal.class,
            ControlVariates.class, ServerMomentum.class));

    static Correction parse(Object spec) {
        return CATALOGUE.read(spec);
    }

    /** The map that {@link #parse} reads. */
    default Object write() {
        return Catalogue.write(this);
    }

    /** Gradients as they are: Local SGD. */
    @Entry(type = "none", about = "gradients as they are")
    record None() implements Correction {}

    /**
     * All gradients of a round are taken at x: with the same number of gradients, the one-step counterpart of local work.
     */
    @Entry(type = "at-broadcast", about = "gradients at the received model: mini-batch SGD",
            source = "Woodworth et al. 2020, arXiv 2002.07839")
    record AtBroadcast() implements Correction {}

    /** {@code g + rho (y - x)}. */
    @Entry(type = "proximal", about = "adds rho (y - x): a proximal term around the received model",
            source = "Li et al. 2018, arXiv 1812.06127 (FedProx)")
    record Proximal(@Option(about = "proximal weight, >= 0") double rho) implements Correction {
        public Proximal {
            Require.nonNegative("rho", rho);
        }
    }

    /**
     * {@code g - c_m + c}; afterwards {@code c_m' = c_m - c + (x - y) / (H eta)} and
     * {@code c' = c + |S|/N mean_S (c_m' - c_m)}. c travels down, the change of c_m up; c_m is kept by the client.
     */
    @Entry(type = "control-variates", about = "corrects the drift of clients by control variates (option II)",
            source = "Karimireddy et al. 2019, arXiv 1910.06378 (SCAFFOLD), Algorithm 1")
    record ControlVariates() implements Correction {}

    /**
     * {@code (1 - decay) q + decay m} with the server's momentum m fixed during the round; q is g, or with variance
     * reduction {@code g(y) - g(x) + c} on the same sample, c the average gradient at x. Afterwards
     * {@code m' = (1 - decay) c + decay m}. m, and c where it is used, travel down, full gradients at x up.
     */
    @Entry(type = "server-momentum", about = "mixes the server's momentum into local steps (Mime, MimeLite)",
            source = "Karimireddy et al. 2020, arXiv 2008.03606, Algorithm 1")
    record ServerMomentum(
            @Option(value = "0.9", about = "weight of the momentum, in [0, 1)") double decay,
            @Option(value = "true",
                    about = "g(y) - g(x) + c in place of g (Mime); false: MimeLite") boolean varianceReduction)
            implements Correction {
        public ServerMomentum {
            Require.decayRate("decay", decay);
        }
    }
}
