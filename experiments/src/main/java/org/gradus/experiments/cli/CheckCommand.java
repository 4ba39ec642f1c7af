package org.gradus.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.gradus.experiments.check.ClaimReport;
import org.gradus.experiments.check.ClaimTable;
import org.gradus.experiments.check.InstanceFile;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.run.Environment;
import org.gradus.experiments.run.Progress;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.theory.Checker;
import org.gradus.theory.Claim;
import org.gradus.theory.Comparison;
import org.gradus.theory.Result;
import org.gradus.theory.Verdict;
import org.gradus.theory.catalogue.Claims;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus check [ID]...}. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Looks at claims of the papers by numbers: draws instances, compares both sides of the inequality,"
                + " and sends a false",
            "claim, the control, the same way. A claim that is violated is falsified, and the instance is saved."},
        footer = {"", "Verdicts: not falsified, falsified, outside assumptions, inconclusive. Tightest: the largest left"
                + " side over right side.",
            "Exit codes: 0 nothing falsified, 1 bad input, 2 a control was missed, 3 a claim is falsified.",
            "JSON: {\"claims\": [{\"id\", \"source\", \"provenance\" (paper, derived, observed), \"verdict\", \"draws\","
                    + " \"tightest\" (null if there is none),",
            "\"control\": {\"verdict\"} (falsified: caught), \"seconds\"}]}"})
final class CheckCommand implements Callable<Integer> {
    /** Where counterexamples go without --report. */
    private static final Path HERE = Path.of("runs", "falsified");

    private final List<Claim<?>> claims;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "ID", arity = "0..*", description =
            "claims, or globs such as 'adam-*' (default: all; see 'gradus list claims')")
    private List<String> ids = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "also write the results to this file; - for stdout")
    private String json;

    @Option(names = "--report", paramLabel = "DIR", description =
            "write index.html (one page with figures) and CSV files into this folder")
    private Path report;

    @Option(names = "--draws", paramLabel = "N", description = "instances a claim (default: each claim's own number)")
    private Integer draws;

    @Option(names = "--seed", paramLabel = "S", description = "of the first instances (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--instance", paramLabel = "FILE", description = "look at this saved instance alone")
    private Path instance;

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    CheckCommand() {
        this(Claims.ALL);
    }

    CheckCommand(List<Claim<?>> claims) {
        this.claims = claims;
    }

    @Override
    public Integer call() {
        if (draws != null) Require.check(draws >= 1, "--draws", "at least 1", draws);
        Require.check(seed >= 0, "--seed", "at least 0", seed);
        List<Claim<?>> chosen = Claims.find(claims, ids);
        if (report != null) requireFolder(report);
        return instance == null ? check(chosen) : replay(chosen);
    }

    private int check(List<Claim<?>> chosen) {
        List<ClaimReport.Section> sections;
        try (Progress progress = progress()) {
            Checker checker = new Checker(draws == null ? OptionalInt.empty() : OptionalInt.of(draws), seed,
                    () -> progress.advance(1));
            progress.begin(chosen.stream().mapToLong(checker::draws).sum());
            sections = chosen.parallelStream().map(claim ->
                    new ClaimReport.Section(checker.check(claim), report == null ? null : claim.figure())).toList();
        }
        List<Result> results = sections.stream().map(ClaimReport.Section::result).toList();
        PrintWriter out = print(results);
        for (Result r : results) {
            if (r.verdict() == Verdict.FALSIFIED) out.println("falsified: " + r.about().id() + ", instance saved as "
                    + save(r));
        }
        if (report != null) out.println("report: " + ClaimReport.write(report, sections, "Gradus " + Environment.gradusVersion() + ", seed " + seed + ", "
                + (draws == null ? "each claim's own number of draws" : draws + " draws a claim") + "."));
        return code(results);
    }

    private int replay(List<Claim<?>> chosen) {
        Result result = InstanceFile.replay(instance, chosen, new Checker(OptionalInt.empty(), seed, () -> { }));
        PrintWriter out = print(List.of(result));
        result.counterexample().ifPresent(looked -> {
            looked.evidence().outside().ifPresent(assumption -> out.println("  outside: " + assumption));
            for (Comparison c : looked.evidence().comparisons()) out.println("  " + c.name() + ": left " + c.left()
                    + ", right " + c.right());
        });
        return result.verdict() == Verdict.FALSIFIED ? Gradus.FALSIFIED : Gradus.DONE;
    }

    /** The table goes where the JSON does not. */
    private PrintWriter print(List<Result> results) {
        PrintWriter out = "-".equals(json) ? command.commandLine().getErr() : command.commandLine().getOut();
        ClaimTable.lines(results).forEach(out::println);
        String text = Json.text(ClaimTable.json(results));
        if ("-".equals(json)) command.commandLine().getOut().print(text);
        else if (json != null) AtomicFile.write(Path.of(json), text);
        return out;
    }

    private int code(List<Result> results) {
        if (results.stream().anyMatch(r -> r.verdict() == Verdict.FALSIFIED)) return Gradus.FALSIFIED;
        if (results.stream().allMatch(Result::controlCaught)) return Gradus.DONE;
        command.commandLine().getErr()
                .println("gradus: a control was missed, so the check of its claim is blind; give it more --draws");
        return Gradus.FAILED;
    }

    private Path save(Result result) {
        Path folder = report == null ? HERE : report.resolve("falsified");
        requireFolder(folder);
        return InstanceFile.write(result, folder);
    }

    private static void requireFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InvalidInput(folder + ": the folder cannot be made; name another one with --report", e);
        }
    }

    private Progress progress() {
        if (quiet) return Progress.silent();
        return Boolean.getBoolean("gradus.terminal") ? new ProgressLine("checking", "draws")
                : new ProgressReports(command.commandLine().getErr(), "checking", "draws");
    }
}
