package org.gradus.experiments.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.result.Condition;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.experiments.run.CheckpointFolder;
import org.gradus.experiments.run.RunFolder;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.spec.Study.Point;
import org.gradus.experiments.spec.Study;

/**
 * What is there of an experiment with simulated clients.
 *
 * @param summaries one for each finished run
 * @param reused    how many runs had been finished before
 */
public record SimulationOutcome(SimulationSpec spec, RunFolder folder, List<SimulationSummary> summaries, int reused) {
    /** From the folder of an experiment, finished or not. */
    public static SimulationOutcome read(SimulationSpec spec, Path folder) {
        RunFolder files = new RunFolder(folder);
        List<SimulationSummary> finished = Case.all(spec).stream().flatMap(c -> summary(c.in(files)).stream()).toList();
        return new SimulationOutcome(spec, files, finished, finished.size());
    }

    static Optional<SimulationSummary> summary(CheckpointFolder folder) {
        return folder.summary().map(text -> Json.read(text, SimulationSummary.class,
                folder.path().resolve("summary.json") + " is damaged, delete it to repeat the run"));
    }

    /** With the logs. */
    public Results results() {
        List<StudyResult> studies = new ArrayList<>();
        spec.studies().forEach((name, study) -> studies.add(result(name, study)));
        return new Results(folder.path(), "algorithm", spec.name(), spec.about(), spec.seeds(),
                Double.isNaN(spec.target()) ? OptionalDouble.empty() : OptionalDouble.of(spec.target()), studies, reused,
                Case.all(spec).size() - summaries.size());
    }

    private StudyResult result(String name, Study study) {
        Map<List<?>, List<SimulationSummary>> byPlace = new LinkedHashMap<>();
        for (SimulationSummary s : summaries) {
            byPlace.computeIfAbsent(List.of(s.study(), s.varied(), s.algorithm()), k -> new ArrayList<>()).add(s);
        }
        List<String> labels = List.copyOf(study.algorithms().keySet());
        List<Condition> conditions = new ArrayList<>();
        for (Point point : study.points()) {
            Map<String, List<RunResult>> runs = new LinkedHashMap<>();
            for (String label : labels) {
                runs.put(label, byPlace.getOrDefault(List.of(name, point.varied(), label), List.of()).stream()
                        .map(s -> result(point, s)).toList());
            }
            conditions.add(new Condition(point.varied(), runs));
        }
        return new StudyResult(name, labels, List.copyOf(study.vary().values().keySet()), conditions);
    }

    private RunResult result(Point point, SimulationSummary s) {
        Path log = new Case(s.study(), point, s.algorithm(), s.seed()).in(folder).path().resolve(SimulatedRun.LOG);
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put("down", (double) s.down());
        costs.put("up", (double) s.up());
        costs.put("virtualSeconds", s.seconds());
        costs.put("seconds", s.wallSeconds());
        costs.put("parameters", (double) s.parameters());
        return new RunResult(s.algorithm(), s.seed(), s.diverged(), s.reason() == null ? "" : s.reason(),
                s.optimum() == null ? Double.NaN : s.optimum(), RoundsLog.read(log).columns(), s.metrics(), costs);
    }
}
