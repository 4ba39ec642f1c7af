package org.gradus.experiments.bench;

import java.util.List;
import java.util.function.Supplier;

/**
 * Other implementations to compare with, found by {@link java.util.ServiceLoader}. Their libraries are large, so they
 * are on the class path of {@code ./gradus bench} alone. Each method says how to open the contenders for a workload;
 * only the benchmark's own threads are to be used.
 */
public interface Peers {
    List<Supplier<Contender>> adamW(Workload workload, int threads);

    /** LoRA-RITE with the options of the preset {@code toolkit}, at this rate. */
    List<Supplier<LoraContender>> loraRite(LoraWorkload workload, double lr, int threads);

    List<Supplier<RoundsContender>> localSgd(LocalSgdWorkload workload, int threads);
}
