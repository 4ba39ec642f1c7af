package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.optim.option.Require;
import org.gradus.theory.schedule.AnnealingLaw;
import org.gradus.theory.schedule.BestPeak;
import org.gradus.theory.schedule.DecayFraction;
import org.gradus.theory.schedule.Shapes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradus advise schedule}. */
@Command(name = "schedule", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Learning-rate schedules.",
            "Schedules ranked by the exact expected loss of SGD on a noisy quadratic, each at its own best"
                + " peak; and the share of the",
            "budget to decay over by the annealing scaling law (Tissue et al., arXiv 2408.11029) fitted to a 100 million"
                    + " parameter language model."})
final class AdviseSchedule implements Runnable {
    private static final int MOST = 200_000;
    private static final int SHORTEST_FITTED = 24_000;
    private static final double PEAK_FITTED = 3e-4;

    @Spec
    private CommandSpec command;

    @Option(names = "--steps", required = true, paramLabel = "T", description = "updates of the run")
    private int steps;

    @Option(names = "--condition", required = true, paramLabel = "KAPPA",
            description = "condition number, eigenvalues from 1/KAPPA to 1, log-spaced")
    private double condition;

    @Option(names = "--noise", paramLabel = "S2", defaultValue = "0.01",
            description = "variance of the gradient noise over that of the error at the start, per unit of curvature"
            + " (default: ${DEFAULT-VALUE})")
    private double noise;

    @Override
    public void run() {
        Require.check(steps >= 4 && steps <= MOST, "--steps", "from 4 to " + MOST, steps);
        Require.check(condition > 1 && Double.isFinite(condition), "--condition", "above 1", condition);
        Require.nonNegative("--noise", noise);
        PrintWriter out = command.commandLine().getOut();
        Map<String, BestPeak> best = BestPeak.noisy(condition, steps, noise, Shapes.all(steps));
        line(out, "noisy quadratic, T/kappa = %.4g:", steps / condition);
        line(out, "  %-12s%-24s%s", "schedule", "expected loss / first", "best peak x largest eigenvalue");
        List<Map.Entry<String, BestPeak>> ranked = best.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparingDouble(BestPeak::value))).toList();
        for (Map.Entry<String, BestPeak> e : ranked) {
            line(out, "  %-12s%-24.4g%.4g%s", e.getKey(), e.getValue().value(), e.getValue().peak(), e.getValue().atEdge()
                    ? " (edge of the grid)" : "");
        }
        String phi = ranked.stream().map(Map.Entry::getKey).filter(name -> name.startsWith("uba")).findFirst().orElseThrow()
                .substring(3);
        line(out, "  best phi of uba: %s%s", phi, phi.equals("20") || phi.equals("0.1") ? " (edge of the grid)" : "");
        decay(out);
    }

    private void decay(PrintWriter out) {
        if (steps < SHORTEST_FITTED) {
            line(out, "annealing law: no advice below %d updates, the shortest run that it is fitted to", SHORTEST_FITTED);
            return;
        }
        double fraction = DecayFraction.best(AnnealingLaw.ofLanguageModel(), PEAK_FITTED, 0, steps, 0);
        line(out, "annealing law, peak %s: let the last %.0f %% of a warmup-stable-decay decay linearly", PEAK_FITTED,
                100 * fraction);
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }
}
