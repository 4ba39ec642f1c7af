package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.experiment.Experiment;
import org.gradus.experiments.experiment.Experiments;
import org.gradus.experiments.figure.Drawn;
import org.gradus.experiments.figure.Figures;
import org.gradus.experiments.report.Report;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.run.RunFailed;
import org.gradus.experiments.spec.Collection;
import org.gradus.experiments.spec.SpecFiles;
import org.gradus.experiments.table.ResultTables;
import org.gradus.experiments.tensorboard.TensorBoard;
import org.gradus.optim.option.Require;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus run SPEC}. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = {"Runs an experiment: trains every optimizer from every seed, then draws figures and prints a table.",
            "What is finished is not repeated; what was cut off goes on from its last checkpoint."},
        footer = {"", "A spec is YAML:",
            "  problem: {type: digits, hidden: [32]}          see 'gradus list problems'",
            "  optimizers:",
            "    adam: {type: adam, lr: 0.001}                see 'gradus list optimizers'",
            "    clipped: [{type: clip-norm, maxNorm: 1}, {type: sgd, lr: 0.1}]",
            "  seeds: [1, 2, 3]",
            "  budget: {steps: 1000, batch: 64}",
            "Optional: name, about, budget.evalEvery, nonFinite (record, fail, skip), dataType (float32, float64),",
            "  vary: {condition: [10, 100, 1000]}             the whole once for each value of an option of the problem", "",
            "With simulated clients:",
            "  simulation: {problem: {type: shared-examples, problem: digits, clients: 100}, rounds: 100,",
            "    sampler: uniform(count=10), localSteps: 5}",
            "  algorithms: {fedavg: {type: fedavg, inner: {type: sgd, lr: 0.1}}}      see 'gradus list algorithms'",
            "  seeds: [1, 2, 3]", "",
            "Results: DIR/NAME/HASH with resolved.yaml, environment.json, OPTIMIZER/SEED/{steps.jsonl, summary.json,",
            "state.safetensors, parameters.safetensors} and figures/*.{svg,png,pdf,csv}; with vary below a folder a value."})
final class RunCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "SPEC", description = "a spec file, or the name of a shipped one (gradus list specs)")
    private String spec;

    @Option(names = "--out", paramLabel = "DIR", defaultValue = "runs", description = "folder for results (default: ${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "replaces a value of the spec: optimizers.adam.lr=0.01")
    private List<String> assignments = List.of();

    @Option(names = "--threads", paramLabel = "N", description = "runs at a time (default: one a processor)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--tensorboard", description = "also write event files for TensorBoard")
    private boolean tensorboard;

    @Option(names = "--quiet", description = "no progress")
    private boolean quiet;

    @Override
    public void run() {
        Require.check(threads >= 1, "--threads", "at least 1", threads);
        System.setProperty("gradus.threads", Integer.toString(threads));
        Document document = SpecFiles.open(spec);
        List<List<Drawn>> figures = new ArrayList<>();
        Experiments experiments = new Experiments(out, threads, () -> progress(quiet, command), results -> {
            List<Drawn> drawn = Figures.draw(results);
            print(results, drawn, Collection.is(document));
            if (tensorboard) command.commandLine().getOut().println("tensorboard: " + TensorBoard.write(results));
            figures.add(drawn);
        });
        Experiment experiment;
        try (Interruption interruption = new Interruption(command.commandLine().getErr())) {
            experiment = experiments.run(document, SpecFiles.nameOf(spec), assignments);
        } catch (UncheckedIOException e) {
            throw new RunFailed(e.getMessage() + "; once that is mended the same command goes on where it stopped", e);
        }
        command.commandLine().getOut().println("report: " + Report.write(experiment, figures));
    }

    static Progress progress(boolean quiet, CommandSpec command) {
        if (quiet) return Progress.silent();
        return Boolean.getBoolean("gradus.terminal") ? new ProgressLine() : new ProgressReports(command.commandLine().getErr());
    }

    /** @param titled whether the name is said too, because other results come before or after */
    private void print(Results results, List<Drawn> figures, boolean titled) {
        PrintWriter writer = command.commandLine().getOut();
        if (titled) writer.println(results.name() + ": " + results.about().lines().findFirst().orElse(""));
        ResultTables.of(results).forEach(table -> table.lines().forEach(writer::println));
        if (results.reused() > 0) {
            writer.println(results.reused() + " of " + results.finished() + " runs had been finished before");
        }
        Map<String, Drawn> headlines = new LinkedHashMap<>();
        figures.forEach(figure -> headlines.putIfAbsent(figure.study(), figure));
        headlines.values().forEach(figure -> writer.println("figure: " + figure.png()));
        if (titled) writer.println();
        writer.flush();
    }
}
