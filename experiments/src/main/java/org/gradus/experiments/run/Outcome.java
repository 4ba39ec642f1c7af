package org.gradus.experiments.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.RunSpec;

/**
 * What is there of an experiment.
 *
 * @param summaries one for each finished trial
 * @param reused    how many trials had been finished before
 */
public record Outcome(RunSpec spec, RunFolder folder, List<Summary> summaries, int reused) {
    /** From the folder of an experiment, finished or not. */
    public static Outcome read(RunSpec spec, Path folder) {
        RunFolder files = new RunFolder(folder);
        List<Summary> finished = Trial.all(spec).stream().flatMap(t -> files.trial(t).summary().stream()).toList();
        return new Outcome(spec, files, finished, finished.size());
    }

    /** The outcomes of one optimizer, one a round and seed. */
    public List<Summary> of(String label) {
        return summaries.stream().filter(s -> s.optimizer().equals(label)).toList();
    }

    /** The outcomes of one optimizer in one round, one a seed. */
    public List<Summary> of(Round round, String label) {
        return of(label).stream().filter(s -> s.varied().equals(round.varied())).toList();
    }

    /** With the logs. */
    public Results results() {
        List<String> labels = List.copyOf(spec.optimizers().byLabel().keySet());
        List<Condition> conditions = new ArrayList<>();
        for (Round round : spec.rounds()) {
            Map<String, List<RunResult>> runs = new LinkedHashMap<>();
            for (String label : labels) runs.put(label, of(round, label).stream().map(s -> result(round, s)).toList());
            conditions.add(new Condition(round.varied(), runs));
        }
        List<String> options = spec.vary().isNone() ? List.of() : List.of(spec.vary().option());
        return new Results(folder.path(), "optimizer", spec.name(), spec.about(), spec.seeds(),
                Double.isNaN(spec.target()) ? OptionalDouble.empty() : OptionalDouble.of(spec.target()),
                List.of(new StudyResult("", labels, options, conditions)), reused, Trial.all(spec).size() - summaries.size());
    }

    private RunResult result(Round round, Summary summary) {
        TrialFolder files = folder.trial(new Trial(round, summary.optimizer(), null, summary.seed()));
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put("seconds", summary.seconds());
        costs.put("stateBytes", (double) summary.stateBytes());
        costs.put("parameters", (double) summary.parameters());
        return new RunResult(summary.optimizer(), summary.seed(), summary.diverged(), "",
                summary.optimum() == null ? Double.NaN : summary.optimum(), StepLog.read(files.log()).columns(),
                summary.metrics(), costs);
    }
}
