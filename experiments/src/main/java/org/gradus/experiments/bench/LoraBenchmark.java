package org.gradus.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.gradus.optim.Optimizer;
import org.gradus.optim.execute.Fused;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.catalogue.Optimizers;

/**
 * LoRA-RITE on float32 pairs, against the same algorithm written with libtorch's tensors, against AdamW on the same
 * factors, and against one copy of them. Before the race, all that claim to be LoRA-RITE must agree.
 */
final class LoraBenchmark {
    private static final List<LoraWorkload> CASES = List.of(new LoraWorkload(1, 4096, 4096, 8),
            new LoraWorkload(1, 4096, 4096, 16), new LoraWorkload(1, 4096, 4096, 64), new LoraWorkload(48, 768, 768, 8));
    private static final double LR = 1e-3;
    private static final Optimizer RITE = Optimizers.read(Map.of("type", "lora-rite", "preset", "toolkit", "lr", LR));
    /** Parameters, first moments and bases are read and written, gradients read. */
    private static final long BYTES_PER_ELEMENT = 7L * Float.BYTES;
    private static final int STEPS_TO_AGREE = 5;
    private static final double TOLERANCE = 1e-3;

    private final int threads;
    private final Fused executor;

    LoraBenchmark(int threads) {
        this.threads = threads;
        this.executor = new Fused(threads, Fused.PARALLEL, true);
    }

    void run(Consumer<Measurement> report) {
        for (LoraWorkload workload : CASES) report.accept(measure(workload));
    }

    private Measurement measure(LoraWorkload workload) {
        List<Supplier<LoraContender>> rites = new ArrayList<>();
        rites.add(() -> new GradusLoraStep("gradus", RITE, workload, executor));
        Workload factors = new Workload(2 * workload.pairs(), workload.total() / (2L * workload.pairs()));
        List<Supplier<Contender>> others = new ArrayList<>();
        others.add(() -> new Copy(factors, threads));
        others.add(() -> new GradusLoraStep("gradus-adamw", AdamW.of(LR), workload, executor));
        for (Peers peers : ServiceLoader.load(Peers.class)) {
            rites.addAll(peers.loraRite(workload, LR, threads));
            others.addAll(peers.adamW(factors, threads));
        }
        agree(workload, rites);
        List<Supplier<Contender>> entries = new ArrayList<>();
        rites.forEach(rite -> entries.add(rite::get));
        entries.addAll(others);
        Map<String, Double> times = Race.byName(entries);
        double own = times.remove("gradus");
        double copied = 8.0 * Math.min(Copy.MOST, workload.total()) / times.remove("copy");
        return new Measurement("lora-rite", workload.toString(), "float32", workload.total(), own,
                BYTES_PER_ELEMENT * workload.total() / own, copied, times);
    }

    /** Some steps from the same start: the way that the factors have gone must be the same to float32's accuracy. */
    private static void agree(LoraWorkload workload, List<Supplier<LoraContender>> rites) {
        float[] first = null;
        for (Supplier<LoraContender> rite : rites) {
            try (LoraContender contender = rite.get()) {
                float[] start = contender.factors();
                for (int i = 0; i < STEPS_TO_AGREE; i++) contender.step();
                float[] moved = contender.factors();
                if (first == null) first = moved;
                double apart = distance(moved, first) / distance(first, start);
                if (!(apart < TOLERANCE)) {
                    throw new IllegalStateException(contender.name() + " does not do the same as gradus on " + workload
                            + ": after " + STEPS_TO_AGREE + " steps their ways differ by " + apart);
                }
            }
        }
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        return Math.sqrt(sum);
    }
}
