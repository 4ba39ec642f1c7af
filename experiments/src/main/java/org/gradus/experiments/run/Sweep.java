package org.gradus.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.result.Quantity;
import org.gradus.experiments.spec.Contestants;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.Variation;
import org.gradus.experiments.table.Table;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Schedule;
import org.gradus.plots.Sensitivity.Outcomes;
import org.gradus.plots.Sensitivity;
import org.gradus.plots.SensitivityFigure;

/**
 * Tuning of learning rates, the same for every optimizer of a spec: each rate of one grid from each tuning seed, within
 * the spec's budget, on its problem as it stands there without variation. A schedule keeps its shape and gets the rate
 * as its peak. The best rate has the smallest median loss on the training data at the end, diverged runs counting as
 * infinitely large; held-out data has no say.
 *
 * @param rates the grid, increasing
 * @param seeds of the tuning; others than the spec's, so that what is reported was not chosen by
 */
public record Sweep(RunSpec spec, List<Double> rates, List<Long> seeds) {
    private static final String MARK = ".lr-";

    public Sweep {
        rates = List.copyOf(rates);
        seeds = List.copyOf(seeds);
        Require.check(!rates.isEmpty(), "--rates", "at least one number", rates);
        Require.check(rates.equals(rates.stream().sorted().distinct().toList()), "--rates", "increasing", rates);
        Require.check(seeds.stream().noneMatch(spec.seeds()::contains), "--seeds", "others than those of the spec, "
                + spec.seeds(), seeds);
    }

    /** As an experiment, of the name {@code NAME-sweep}: every optimizer with every rate is one of its optimizers. */
    public RunSpec experiment() {
        Map<String, Optimizer> candidates = new LinkedHashMap<>();
        spec.optimizers().byLabel().forEach((label, optimizer) -> {
            for (double rate : rates) candidates.put(candidate(label, rate), at(rate, optimizer, label));
        });
        RunSpec named = Options.with(spec, "name", spec.name() + "-sweep");
        RunSpec fixed = Options.with(named, "vary", Variation.parse("none"));
        return Options.with(Options.with(fixed, "optimizers", new Contestants(candidates)), "seeds", seeds);
    }

    private static String candidate(String label, double rate) {
        return label + MARK + Round.text(rate);
    }

    private static Optimizer at(double rate, Optimizer optimizer, String label) {
        try {
            return Optimizers.read(at(rate, optimizer.write()));
        } catch (InvalidInput e) {
            throw e.in("optimizers: " + label);
        }
    }

    /** The optimizer, or the stages of a chain that have a learning rate, with another one. */
    private static Object at(double rate, Object written) {
        if (written instanceof List<?> chain) {
            if (chain.stream().noneMatch(Sweep::hasRate)) throw new InvalidInput("no stage of the chain has an lr to tune");
            return chain.stream().map(stage -> hasRate(stage) ? at(rate, stage) : stage).toList();
        }
        if (!hasRate(written)) throw new InvalidInput("it has no lr to tune");
        Map<Object, Object> changed = new LinkedHashMap<>((Map<?, ?>) written);
        Schedule lr = Schedule.parse(changed.get("lr"));
        changed.put("lr", Options.with(lr, lr instanceof Constant ? "value" : "peak", rate).write());
        return changed;
    }

    private static boolean hasRate(Object written) {
        return written instanceof Map<?, ?> map && map.containsKey("lr");
    }

    /** The losses of every optimizer by rate, from the outcome of {@link #experiment}. */
    public List<Sensitivity> losses(Outcome outcome) {
        List<Sensitivity> curves = new ArrayList<>();
        for (String label : spec.optimizers().byLabel().keySet()) {
            curves.add(new Sensitivity(label, rates.stream()
                    .map(rate -> outcomes(outcome.of(candidate(label, rate)), rate)).toList()));
        }
        return curves;
    }

    /** One line an optimizer: its best rate and the loss there; then the figure of all losses. */
    public List<String> report(Outcome outcome) {
        List<Sensitivity> curves = losses(outcome);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("optimizer", "best lr", "median training loss", ""));
        for (Sensitivity curve : curves) {
            int best = curve.best();
            boolean end = best == 0 || best == rates.size() - 1;
            rows.add(List.of(curve.name(), Round.text(rates.get(best)), Quantity.text("%.4g", curve.median(best)),
                    end ? "at an end of the grid: widen --rates" : ""));
        }
        List<String> lines = Table.aligned(rows);
        try {
            new SensitivityFigure(outcome.spec().name(), "lr", "final training loss", true, true, curves)
                    .write(outcome.folder().figures(), "loss-by-lr");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot draw the figure: " + e.getMessage(), e);
        }
        lines.add("figure: " + outcome.folder().figures().resolve("loss-by-lr.png"));
        return lines;
    }

    private static Outcomes outcomes(List<Summary> seeds, double x) {
        double[] losses = seeds.stream().filter(s -> !s.diverged()).mapToDouble(Summary::trainLoss).toArray();
        return new Outcomes(x, losses, seeds.size() - losses.length);
    }
}
