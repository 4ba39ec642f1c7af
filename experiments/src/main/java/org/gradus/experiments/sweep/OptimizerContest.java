package org.gradus.experiments.sweep;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.run.Outcome;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.run.Runner;
import org.gradus.experiments.run.Summary;
import org.gradus.experiments.spec.ComparisonRule;
import org.gradus.experiments.spec.Contestants;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.Variation;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.Options;

/** Optimizers on one problem. */
record OptimizerContest(RunSpec spec) implements Contest {
    private static final Map<String, String> USUAL = Map.of("lr", "1e-4..1");

    OptimizerContest {
        spec = Options.with(spec, "vary", Variation.parse("none"));
        spec = Options.with(spec, "compare", ComparisonRule.parse("default"));
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public List<Long> seeds() {
        return spec.seeds();
    }

    @Override
    public Map<String, Object> contestants() {
        Map<String, Object> written = new LinkedHashMap<>();
        spec.optimizers().byLabel().forEach((label, optimizer) -> written.put(label, optimizer.write()));
        return written;
    }

    @Override
    public void check(Object written) {
        Optimizers.read(written);
    }

    @Override
    public String resolved() {
        return spec.resolved();
    }

    @Override
    public String budget() {
        return spec.budget().steps() + " steps" + (spec.budget().batch() == 0 ? "" : " of batch " + spec.budget().batch());
    }

    @Override
    public Map<String, String> usualRanges() {
        return USUAL;
    }

    @Override
    public Tried run(String name, Map<String, Object> candidates, List<Long> seeds, Path folder, int threads,
            Progress progress) {
        Map<String, Optimizer> read = new LinkedHashMap<>();
        candidates.forEach((label, written) -> read.put(label, Optimizers.read(written)));
        RunSpec others = Options.with(Options.with(spec, "name", name), "optimizers", new Contestants(read));
        Outcome outcome = Runner.untimed(threads).run(Options.with(others, "seeds", seeds), folder, progress);
        Map<String, double[]> losses = new LinkedHashMap<>();
        for (String label : candidates.keySet()) {
            losses.put(label, outcome.of(label).stream().mapToDouble(OptimizerContest::loss).toArray());
        }
        boolean known = outcome.summaries().stream().allMatch(s -> s.optimum() != null);
        return new Tried(losses, known, outcome.summaries().size(), outcome.reused());
    }

    private static double loss(Summary summary) {
        if (summary.diverged()) return Double.POSITIVE_INFINITY;
        return summary.trainLoss() - (summary.optimum() == null ? 0 : summary.optimum());
    }

    @Override
    public Map<String, Object> with(Map<String, Object> root, Map<String, Object> contestants) {
        Map<String, Object> changed = new LinkedHashMap<>(root);
        changed.put("optimizers", contestants);
        return changed;
    }
}
