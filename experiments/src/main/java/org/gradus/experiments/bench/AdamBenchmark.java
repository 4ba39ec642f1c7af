package org.gradus.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Rule;
import org.gradus.optim.execute.Fused;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Trace;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.ClipGlobalNorm;
import org.gradus.optim.rule.Scale;
import org.gradus.optim.rule.WeightDecay;
import org.gradus.optim.schedule.Cosine;

/**
 * AdamW on float32: against ND4J and libtorch at many sizes, and what a rule of one's own, a chain of stages and a JVM
 * without the Vector API cost against the built-in rule.
 */
final class AdamBenchmark {
    private static final List<Workload> SIZES = List.of(new Workload(1, 10), new Workload(1, 1_000),
            new Workload(1, 100_000), new Workload(1, 1_000_000), new Workload(1, 10_000_000),
            new Workload(1, 30_000_000), new Workload(1_000, 1_000));
    private static final List<Workload> VARIANTS = List.of(new Workload(1, 1_000_000), new Workload(1, 10_000_000));
    private static final Rule ADAMW = AdamW.of(1e-3);

    /** AdamW as a user would write it. */
    private record OwnAdamW(double lr) implements Rule {
        @Override
        public Expr direction(Trace t) {
            Expr one = t.constant(1);
            Expr mu = t.state("mu", m -> m.lerp(t.gradient(), 0.1));
            Expr nu = t.state("nu", v -> v.lerp(t.gradient().square(), 0.001));
            Expr a = mu.over(one.minus(t.constant(0.9).power(t.step())));
            Expr b = nu.over(one.minus(t.constant(0.999).power(t.step()))).sqrt().plus(1e-8);
            return a.over(b).plus(t.parameter().times(0.01)).times(lr);
        }
    }

    private final int threads;
    private final Fused executor;

    AdamBenchmark(int threads) {
        this.threads = threads;
        this.executor = new Fused(threads, Fused.PARALLEL, true);
    }

    void run(Consumer<Measurement> report) {
        for (Workload workload : SIZES) {
            List<Supplier<Contender>> entries = entries(workload);
            entries.add(() -> new Nd4jUpdaterStep(workload));
            entries.add(() -> new Nd4jOperationsStep(workload));
            for (Peers peers : ServiceLoader.load(Peers.class)) entries.addAll(peers.adamW(workload, threads));
            report.accept(measure("adamw", workload, ADAMW, entries));
        }
        for (Workload workload : VARIANTS) {
            variant("own rule", workload, new OwnAdamW(1e-3), report);
            variant("chain clip-adam-decay-schedule", workload, Chain.of(ClipGlobalNorm.of(1), Adam.of(1),
                    WeightDecay.of(0.01), Scale.of(new Cosine(1e-3, 0, 1_000_000, 0, 0, false))), report);
            List<Supplier<Contender>> entries = new ArrayList<>();
            entries.add(() -> new GradusStep("gradus", ADAMW, workload, new Fused(threads, Fused.PARALLEL, false)));
            entries.add(() -> new Copy(workload, threads));
            entries.add(() -> new GradusStep("gradus-adamw", ADAMW, workload, executor));
            report.accept(measure("adamw without the Vector API", workload, ADAMW, entries));
        }
    }

    private void variant(String name, Workload workload, Optimizer optimizer, Consumer<Measurement> report) {
        List<Supplier<Contender>> entries = new ArrayList<>();
        entries.add(() -> new GradusStep("gradus", optimizer, workload, executor));
        entries.add(() -> new Copy(workload, threads));
        entries.add(() -> new GradusStep("gradus-adamw", ADAMW, workload, executor));
        report.accept(measure("adamw, " + name, workload, ADAMW, entries));
    }

    private List<Supplier<Contender>> entries(Workload workload) {
        List<Supplier<Contender>> entries = new ArrayList<>();
        entries.add(() -> new GradusStep("gradus", ADAMW, workload, executor));
        entries.add(() -> new Copy(workload, threads));
        return entries;
    }

    /** One entry is named gradus, another is the copy; all others are its peers. */
    private static Measurement measure(String name, Workload workload, Rule rule, List<Supplier<Contender>> entries) {
        Map<String, Double> peers = Race.byName(entries);
        double own = peers.remove("gradus");
        Function<Trace, Expr> traced = rule::direction;
        long bytes = Program.of(Map.of("adamw", traced)).trafficBytesPerElement(Float.BYTES) * workload.total();
        double copied = 8.0 * Math.min(Copy.MOST, workload.total());
        double copying = copied / peers.remove("copy");
        return new Measurement(name, workload.toString(), "float32", workload.total(), own, bytes / own, copying, peers);
    }
}
