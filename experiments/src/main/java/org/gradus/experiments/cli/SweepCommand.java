package org.gradus.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.run.Outcome;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.run.Runner;
import org.gradus.experiments.run.Sweep;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.SpecFiles;
import org.gradus.optim.option.Require;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus sweep SPEC}. */
@Command(name = "sweep", mixinStandardHelpOptions = true,
        description = {"Tunes the learning rates of a spec: every optimizer with every rate of one grid, from the tuning seeds.",
            "Budget and problem are the spec's, without 'vary'. A schedule keeps its shape; the rate is its peak.",
            "The best rate has the smallest median training loss at the end; diverged runs count as infinitely large."},
        footer = {"", "Results: DIR/NAME-sweep/HASH, as those of 'gradus run', and figures/loss-by-lr.*"})
final class SweepCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "SPEC", description = "a spec file, or the name of a shipped one (gradus list specs)")
    private String spec;

    @Option(names = "--rates", paramLabel = "RATE", split = ",",
            defaultValue = "0.0001,0.0002,0.0005,0.001,0.002,0.005,0.01,0.02,0.05,0.1,0.2,0.5,1",
            description = "the grid, increasing (default: 1, 2, 5 times 10^-4 to 10^-1, and 1)")
    private List<Double> rates;

    @Option(names = "--seeds", paramLabel = "SEED", split = ",", defaultValue = "11,12,13,14,15",
            description = "of the tuning, none of them the spec's (default: 11 to 15)")
    private List<Long> seeds;

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
        Sweep sweep = new Sweep(read(), rates, seeds);
        Outcome outcome;
        try (Progress progress = RunCommand.progress(quiet, command)) {
            outcome = new Runner(threads).run(sweep.experiment(), out, progress);
        }
        sweep.report(outcome).forEach(command.commandLine().getOut()::println);
    }

    private RunSpec read() {
        Document document = SpecFiles.open(spec);
        for (String assignment : assignments) document = document.with(assignment);
        return RunSpec.read(document, SpecFiles.nameOf(spec));
    }
}
