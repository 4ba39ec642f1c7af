package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.search.Range;
import org.gradus.experiments.search.Ranges;
import org.gradus.experiments.search.Tuning;
import org.gradus.experiments.spec.SpecFiles;
import org.gradus.experiments.sweep.Sweep;
import org.gradus.experiments.sweep.SweepFigures;
import org.gradus.experiments.sweep.SweepOutcome;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus sweep SPEC}. */
@Command(name = "sweep", mixinStandardHelpOptions = true,
        description = {"Tunes the optimizers or algorithms of a spec within equal budgets: the same number of candidates",
            "for each, the same seeds, the spec's budget and problem (without 'vary').",
            "A schedule keeps its shape; its peak is tuned.",
            "The best has the smallest median training loss at the end; diverged runs count as infinitely large;",
            "held-out data has no say. What is finished is not repeated; a later --refine goes on from there."},
        footer = {"", "Ranges, for everyone who has the option, or with a label in front for one:",
            "  --range lr=1e-4..1                 on a log scale if both ends are above 0",
            "  --range momentum=0..0.9            otherwise linear; low..high:linear says so",
            "  --range adam.beta2=0.9..0.9999:decay   on a log scale of 1 - beta2",
            "  --range sm3.variant=i,ii           a list of values",
            "  --range inner.lr=1e-3..1 --range outer.lr=0.1..10      with simulated clients", "",
            "The same as a section of the spec, which is no part of a run:",
            "  sweep: {method: halton, points: 30, seeds: [11, 12, 13], ranges: {lr: 1e-4..1}, refine: 1}", "",
            "Results: DIR/NAME-sweep/HASH with best.yaml (the spec with the best values, ready to run), candidates.csv,",
            "resolved.yaml, figures/loss-by-OPTION.* and the runs of every round."})
final class SweepCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "SPEC", description = "a spec file, or the name of a shipped one (gradus list specs)")
    private String spec;

    @Option(names = "--range", paramLabel = "OPTION=RANGE", description = "what is tuned, and where (default: lr=1e-4..1)")
    private List<String> ranges = List.of();

    @Option(names = "--method", paramLabel = "METHOD", description = "grid, random or halton (default: grid)")
    private String method;

    @Option(names = "--points", paramLabel = "N", description = "candidates of each in every round (default: 13)")
    private Integer points;

    @Option(names = "--seeds", paramLabel = "SEED", split = ",",
            description = "of the tuning, none of them the spec's (default: 11 to 15)")
    private List<Long> seeds;

    @Option(names = "--refine", paramLabel = "K",
            description = "further rounds, each in a box a third as wide around the best (default: 0)")
    private Integer refine;

    @Option(names = "--study", paramLabel = "NAME", description = "of a spec with several studies (default: the first)")
    private String study;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "runs",
            description = "folder for results (default: ${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "replaces a value of the spec: budget.steps=500")
    private List<String> assignments = List.of();

    @Option(names = "--threads", paramLabel = "N", description = "runs at a time (default: one a processor)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    @Override
    public void run() {
        Require.check(threads >= 1, "--threads", "at least 1", threads);
        System.setProperty("gradus.threads", Integer.toString(threads));
        Document document = SpecFiles.open(spec);
        for (String assignment : assignments) document = document.with(assignment);
        Sweep sweep = Sweep.of(document, SpecFiles.nameOf(spec), study, tuning(document));
        print(sweep.run(out, threads, () -> RunCommand.progress(quiet, command)));
    }

    /** The section of the spec, and what flags say instead. */
    private Tuning tuning(Document document) {
        Tuning tuning = Tuning.in(document);
        if (method != null) tuning = Options.with(tuning, "method", method);
        if (points != null) tuning = Options.with(tuning, "points", points);
        if (seeds != null) tuning = Options.with(tuning, "seeds", seeds);
        if (refine != null) tuning = Options.with(tuning, "refine", refine);
        return ranges.isEmpty() ? tuning : Options.with(tuning, "ranges", with(tuning.ranges()));
    }

    private Ranges with(Ranges section) {
        Ranges all = section;
        for (String range : ranges) {
            int equals = range.indexOf('=');
            if (equals < 1) {
                throw new InvalidInput("--range needs OPTION=LOW..HIGH, such as lr=1e-4..1, but is '" + range + "'");
            }
            String path = range.substring(0, equals).trim();
            try {
                all = all.with(path, Range.parse(range.substring(equals + 1)));
            } catch (InvalidInput e) {
                throw e.in("--range " + path);
            }
        }
        return all;
    }

    private void print(SweepOutcome outcome) {
        PrintWriter writer = command.commandLine().getOut();
        outcome.lines().forEach(writer::println);
        if (outcome.reused() > 0) {
            writer.println(outcome.reused() + " of " + outcome.runs() + " runs had been finished before");
        }
        writer.println("best: " + outcome.best());
        SweepFigures.draw(outcome).forEach(figure -> writer.println("figure: " + figure));
    }
}
