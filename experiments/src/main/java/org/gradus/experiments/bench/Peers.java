package org.gradus.experiments.bench;

import java.util.List;
import java.util.function.Supplier;

/**
 * Other implementations of AdamW to compare with, found by {@link java.util.ServiceLoader}. Their libraries are
 * large, so they are on the class path of {@code ./gradus bench} alone.
 */
public interface Peers {
    /** How to open each for a workload; only the benchmark's own threads are to be used. */
    List<Supplier<Contender>> adamW(Workload workload, int threads);
}
