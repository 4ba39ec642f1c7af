package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.gradus.experiments.compare.ComparisonFile;
import org.gradus.experiments.compare.ComparisonNotes;
import org.gradus.experiments.compare.ComparisonTables;
import org.gradus.experiments.compare.Comparisons;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.experiment.Experiments;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.spec.ComparisonRule;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus compare DIR}. */
@Command(name = "compare", mixinStandardHelpOptions = true,
        description = {"Says who is better, from the logs of an experiment alone: every contestant against the baseline,"
                + " paired by seed, with an interval, and p-values by Holm over all comparisons. Writes DIR/compare.csv.",
            "The rule stands in the spec, and so was fixed before the results were:",
            "  compare: {metric: loss, baseline: LABEL, test: t, confidence: 0.95}"},
        footer = {"", "metric: loss (at the end, above the optimum where that is known; as a ratio if all are above 0), or",
            "  another such as testAccuracy (as a difference). baseline: by default the first. test: t or wilcoxon (exact).",
            "Runs that diverged count as worse than all others, by wilcoxon. Seeds that are missing on one side are named.",
            "JSON: {\"rule\", \"fixed\" (false with --set), \"comparisons\": [{\"study\", \"varied\", \"contestant\",",
            "  \"baseline\", \"pairs\", \"effect\" (ratio, difference), \"estimate\", \"low\", \"high\",",
            "  \"test\" (null: none), \"p\", \"holm\", \"differs\", \"verdict\", \"diverged\", \"baselineDiverged\" (runs),",
            "  \"missing\", \"baselineMissing\" (seeds), \"remarks\"}], \"notes\"}; numbers that there are not are null,",
            "  infinite ones \"Infinity\" and \"-Infinity\". compare.csv has the same columns."})
final class CompareCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "DIR", description = "the folder of an experiment, such as runs/quickstart/0123456789ab")
    private Path folder;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the results to this file; - for stdout")
    private String json;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "explore with another rule (metric=testAccuracy); says so, and writes no compare.csv")
    private List<String> assignments = List.of();

    @Override
    public void run() {
        Results results = Experiments.read(folder).single();
        if (results.finished() == 0) {
            throw new InvalidInput(folder + ": no run is finished yet; 'gradus run " + folder.resolve("resolved.yaml")
                    + "' goes on");
        }
        Comparisons comparisons = compare(results);
        if (comparisons.all().isEmpty()) {
            throw new InvalidInput(folder + ": there is one " + results.contestant() + ", and nothing to compare it with");
        }
        PrintWriter out = "-".equals(json) ? command.commandLine().getErr() : command.commandLine().getOut();
        ComparisonTables.of(comparisons).forEach(table -> table.lines().forEach(out::println));
        ComparisonNotes.of(comparisons).forEach(out::println);
        if (comparisons.fixed()) out.println("table: " + ComparisonFile.write(comparisons));
        String text = Json.text(ComparisonFile.json(comparisons));
        if ("-".equals(json)) command.commandLine().getOut().print(text);
        else if (json != null) AtomicFile.write(Path.of(json), text);
    }

    private Comparisons compare(Results results) {
        if (assignments.isEmpty()) return Comparisons.of(results);
        ComparisonRule rule = ComparisonRule.of(folder);
        for (String assignment : assignments) rule = rule.with(assignment);
        return Comparisons.exploring(results, rule);
    }
}
