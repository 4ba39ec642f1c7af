package org.gradus.experiments.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gradus.experiments.search.Interval;
import org.gradus.experiments.search.Range;
import org.gradus.plots.Sensitivity.Outcomes;
import org.gradus.plots.Sensitivity;
import org.gradus.plots.SensitivityFigure;

/** How the loss at the end depends on each option that was tuned, one figure an option. */
public final class SweepFigures {
    private static final double LOG_FROM = 20;
    /** More values of an option than these are gathered into so many cells, each with its best. */
    private static final int CELLS = 12;

    private SweepFigures() {}

    /** Draws the figures of all options that have numbers. */
    public static List<Path> draw(SweepOutcome outcome) {
        Set<String> options = new LinkedHashSet<>();
        outcome.searches().forEach(s -> options.addAll(s.contestant().knobs().keySet()));
        List<Path> figures = new ArrayList<>();
        for (String option : options) {
            List<Sensitivity> curves = new ArrayList<>();
            boolean alone = true;
            for (Search search : outcome.searches()) {
                if (!isNumber(search, option)) continue;
                curves.add(new Sensitivity(search.contestant().label(), profile(search, option)));
                alone &= search.contestant().knobs().size() == 1;
            }
            if (!curves.isEmpty()) figures.add(draw(outcome, option, alone, curves));
        }
        return figures;
    }

    private static boolean isNumber(Search search, String option) {
        return search.tried().stream().allMatch(c -> c.values().get(option) instanceof Number);
    }

    private static Path draw(SweepOutcome outcome, String option, boolean alone, List<Sensitivity> curves) {
        double[] x = curves.stream().flatMapToDouble(c -> c.outcomes().stream().mapToDouble(Outcomes::x)).sorted().toArray();
        boolean logX = x[0] > 0 && x[x.length - 1] >= LOG_FROM * x[0];
        String y = "final " + outcome.lossLabel() + (alone ? "" : ", best over the other options");
        Path folder = outcome.folder().figures();
        String name = "loss-by-" + option;
        try {
            new SensitivityFigure(outcome.contest().name() + ", tuning", option, y, logX, true, curves).write(folder, name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot draw the figures: " + e.getMessage(), e);
        }
        return folder.resolve(name + ".png");
    }

    /** For each value of an option, or each cell of them, the best of the candidates there. */
    private static List<Outcomes> profile(Search search, String option) {
        Map<Double, Candidate> byValue = new TreeMap<>();
        for (Candidate c : search.tried()) byValue.merge(c.number(option), c, SweepFigures::better);
        boolean gathered = search.contestant().knobs().size() > 1 && byValue.size() > CELLS;
        Map<Double, Candidate> points = gathered ? cells(search, option) : byValue;
        return points.values().stream().map(c -> outcomes(c, option)).toList();
    }

    private static Map<Double, Candidate> cells(Search search, String option) {
        Range range = search.searched().ranges().get(option);
        Map<Double, Candidate> cells = new TreeMap<>();
        for (Candidate c : search.tried()) {
            double value = c.number(option);
            double cell = range instanceof Interval interval ? Math.floor(CELLS * interval.share(value)) : value;
            cells.merge(cell, c, SweepFigures::better);
        }
        return cells;
    }

    private static Candidate better(Candidate a, Candidate b) {
        return b.median() < a.median() ? b : a;
    }

    private static Outcomes outcomes(Candidate c, String option) {
        double[] finite = Arrays.stream(c.losses()).filter(Double::isFinite).toArray();
        return new Outcomes(c.number(option), finite, c.losses().length - finite.length);
    }
}
