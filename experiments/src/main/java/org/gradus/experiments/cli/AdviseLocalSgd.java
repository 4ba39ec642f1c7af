package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.experiments.document.Json;
import org.gradus.optim.option.Require;
import org.gradus.theory.localsgd.Bounds;
import org.gradus.theory.localsgd.RatePlan;
import org.gradus.theory.localsgd.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradus advise local-sgd}. */
@Command(name = "local-sgd", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Inner and outer rates of Local SGD.",
            "The inner rate eta and outer rate gamma with the smallest bound on E f(ybar) - f* for Local SGD"
                + " with outer SGD",
            "(Khaled et al., arXiv 2509.10439, Proposition 1; constants derived here), i.i.d. nodes."},
        footer = {"", "--json: {\"best\", \"candidates\": [{\"name\", \"eta\", \"gamma\" (null: unbounded), \"product\","
                + " \"bound\", \"binding\"}],",
            "\"accelerated\": {\"eta\", \"gamma\", \"bound\"}}"})
final class AdviseLocalSgd implements Runnable {
    @Spec
    private CommandSpec command;

    @Option(names = "--L", required = true, paramLabel = "L", description = "smoothness: an upper bound on the curvature")
    private double smoothness;

    @Option(names = "--sigma", required = true, paramLabel = "S",
            description = "standard deviation of a gradient, total over coordinates")
    private double noise;

    @Option(names = "--D", required = true, paramLabel = "D", description = "distance from the start to the minimizer")
    private double distance;

    @Option(names = "--M", required = true, paramLabel = "M", description = "nodes")
    private int nodes;

    @Option(names = "--H", required = true, paramLabel = "H", description = "local steps a round")
    private int localSteps;

    @Option(names = "--R", required = true, paramLabel = "R", description = "rounds")
    private int rounds;

    @Option(names = "--quadratic", description = "f is quadratic: no drift of the nodes")
    private boolean quadratic;

    @Option(names = "--limit", paramLabel = "s", defaultValue = "0.25",
            description = "right side of eta L (1 + (gamma-1)_+ H) <= s (default: ${DEFAULT-VALUE}, the paper's; at most"
                    + " 0.5 is covered)")
    private double limit;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public void run() {
        Setting setting = new Setting(smoothness, noise, distance, nodes, localSteps, rounds);
        Require.check(limit > 0 && limit <= 0.5, "--limit", "in (0, 0.5]", limit);
        RatePlan plan = RatePlan.of(RatePlan.Coefficients.of(setting, limit, quadratic));
        List<RatePlan.Candidate> all = new ArrayList<>(plan.candidates());
        all.add(plan.limit());
        double accelerated = Arrays.stream(new Bounds(setting).acceleratedRates()).min().orElseThrow();
        double acceleratedBound = new Bounds(setting).accelerated(accelerated, 1, quadratic);
        PrintWriter out = command.commandLine().getOut();
        if (json) out.print(Json.text(json(plan.best(), all, accelerated, acceleratedBound)));
        else print(out, plan.best(), all, accelerated, acceleratedBound);
    }

    private static void print(PrintWriter out, RatePlan.Candidate best, List<RatePlan.Candidate> all, double eta,
            double bound) {
        if (best.eta() > 0) {
            line(out, "best: eta %.6g, gamma %.6g, bound on E f(ybar) - f* %.6g", best.eta(), best.gamma(), best.value());
        } else {
            line(out, "best: eta as small as you can afford with eta gamma = %.6g (minibatch SGD), bound towards %.6g",
                    best.product(), best.value());
        }
        line(out, "binding condition: %s", best.binding());
        out.println();
        line(out, "%-34s%-13s%-13s%-13s%-13s%s", "candidate", "eta", "gamma", "eta gamma", "bound", "binding condition");
        for (RatePlan.Candidate c : all) {
            line(out, "%-34s%-13s%-13s%-13s%-13s%s", name(c), number(c.eta()), number(c.gamma()), number(c.product()),
                    number(c.value()), c.binding());
        }
        out.println();
        line(out, "accelerated outer method instead: eta %.6g, gamma 1, bound on E f(u_R) - f* %.6g", eta, bound);
    }

    private static String name(RatePlan.Candidate c) {
        return switch (c.name()) {
            case "A" -> "A: gamma = 1";
            case "B" -> "B: on the step condition";
            case "C" -> "C: inside";
            default -> "D: limit eta to 0, not attained";
        };
    }

    private static String number(double value) {
        return Double.isInfinite(value) ? "unbounded" : String.format(Locale.ROOT, "%.6g", value);
    }

    private static void line(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
    }

    private static Map<String, Object> json(RatePlan.Candidate best, List<RatePlan.Candidate> all, double eta,
            double bound) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("best", best.name());
        answer.put("candidates", all.stream().map(AdviseLocalSgd::json).toList());
        Map<String, Object> accelerated = new LinkedHashMap<>();
        accelerated.put("eta", eta);
        accelerated.put("gamma", 1);
        accelerated.put("bound", bound);
        answer.put("accelerated", accelerated);
        return answer;
    }

    private static Map<String, Object> json(RatePlan.Candidate c) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", c.name());
        row.put("eta", c.eta());
        row.put("gamma", Double.isInfinite(c.gamma()) ? null : c.gamma());
        row.put("product", c.product());
        row.put("bound", c.value());
        row.put("binding", c.binding());
        return row;
    }
}
