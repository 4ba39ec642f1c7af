package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.gradus.optim.option.Require;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradus advise clip}. */
@Command(name = "clip", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Clipping under heavy-tailed noise.",
            "How inner rate, clipping threshold and error scale with the rounds T where gradient noise has a"
                + " finite alpha-th moment only:",
            "eta ~ T^(-alpha/(3 alpha-2)), u ~ T^(1/(3 alpha-2)), squared gradient norm ~ T^(-2 (alpha-1)/(3 alpha-2))"
                    + " for inner-clipped",
            "averaging with a fixed number of local steps (bounds derived here; the exponent is the known optimal one).",
            "Constants are not the bounds' business: give rates that were tuned at a shorter budget, and they are scaled."})
final class AdviseClip implements Runnable {
    @Spec
    private CommandSpec command;

    @Option(names = "--alpha", required = true, paramLabel = "A",
            description = "moment of the noise that is finite, in (1, 2]")
    private double alpha;

    @Option(names = "--rounds", required = true, paramLabel = "T", description = "rounds to plan for")
    private double rounds;

    @Option(names = "--tuned-at", required = true, paramLabel = "T0",
            description = "rounds that the rates below were tuned for")
    private double tunedAt;

    @Option(names = "--lr", required = true, paramLabel = "ETA", description = "inner rate tuned at T0")
    private double lr;

    @Option(names = "--upper", required = true, paramLabel = "U", description = "clipping threshold tuned at T0")
    private double upper;

    @Option(names = "--lower", paramLabel = "D", description = "lower threshold of bi-clip tuned at T0 (default: none)")
    private double lower;

    @Override
    public void run() {
        Require.check(alpha > 1 && alpha <= 2, "--alpha", "in (1, 2]", alpha);
        Require.check(rounds >= 1 && tunedAt >= 1 && Double.isFinite(rounds) && Double.isFinite(tunedAt),
                "--rounds and --tuned-at",
                "at least 1", rounds + " and " + tunedAt);
        Require.positive("--lr", lr);
        Require.positive("--upper", upper);
        Require.check(lower >= 0 && lower <= upper, "--lower", "in [0, upper]", lower);
        double power = 3 * alpha - 2;
        double longer = rounds / tunedAt;
        PrintWriter out = command.commandLine().getOut();
        line(out, "inner rate      %.6g   (T^-%.4g)", lr * Math.pow(longer, -alpha / power), alpha / power);
        line(out, "upper threshold %.6g   (T^%.4g)", upper * Math.pow(longer, 1 / power), 1 / power);
        if (lower > 0) line(out, "lower threshold %.6g   (at most T^-%.4g)", lower * Math.pow(longer, -(alpha - 1) / power),
                (alpha - 1) / power);
        line(out, "squared gradient norm: factor %.4g of that at T0   (T^-%.4g; local steps do not change the exponent)",
                Math.pow(longer, -2 * (alpha - 1) / power), 2 * (alpha - 1) / power);
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
