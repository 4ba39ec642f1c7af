package org.gradus.federated.time;

import java.util.List;
import org.gradus.optim.option.Catalogue;

/** Every law of latency that a run spec can name. */
public final class Latencies {
    public static final Catalogue<Latency> CATALOGUE = new Catalogue<>("latency", Latency.class, List.of(
            Constant.class, Exponential.class, LogNormal.class, Trace.class));

    private Latencies() {}
}
