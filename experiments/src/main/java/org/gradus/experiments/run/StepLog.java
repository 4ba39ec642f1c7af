package org.gradus.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.result.RunResult;
import org.gradus.optim.io.AtomicFile;

/**
 * The log of a trial, one JSON object a line, of two kinds:
 *
 * <pre>
 * {"step":1,"gradEvals":1,"seconds":0.001,"loss":2.3,"lr":0.1}         a step: the loss on its batch before it moved
 * {"step":20,"gradEvals":20,"seconds":0.02,"trainLoss":1.9,"testAccuracy":0.5}   an evaluation on all data
 * </pre>
 *
 * {@code seconds} are those of gradients and updates alone. Steps are thinned to {@link #LINES} lines; evaluations never.
 */
final class StepLog {
    /** Most lines of steps. */
    static final int LINES = 2000;

    private final List<Map<String, Object>> lines;

    StepLog() {
        this(new ArrayList<>());
    }

    private StepLog(List<Map<String, Object>> lines) {
        this.lines = lines;
    }

    static boolean isLogged(long step, long steps) {
        return step % ((steps - 1) / LINES + 1) == 0;
    }

    void step(long step, long gradEvals, double seconds, double loss, Map<String, Double> hyperparameters) {
        Map<String, Object> line = line(step, gradEvals, seconds);
        line.put("loss", finiteOrNull(loss));
        line.putAll(unqualified(hyperparameters));
        lines.add(line);
    }

    void evaluation(long step, long gradEvals, double seconds, double trainLoss, Map<String, Double> metrics) {
        Map<String, Object> line = line(step, gradEvals, seconds);
        line.put("trainLoss", finiteOrNull(trainLoss));
        metrics.forEach((name, value) -> line.put(name, finiteOrNull(value)));
        lines.add(line);
    }

    /** The training seconds of the last line. */
    double seconds() {
        return lines.isEmpty() ? 0 : ((Number) lines.get(lines.size() - 1).get("seconds")).doubleValue();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The evaluations, a column each of {@code step}, {@code gradEvals}, {@code seconds}, the loss and every metric. */
    Map<String, double[]> columns() {
        List<Map<String, Object>> evaluations = lines.stream().filter(line -> line.containsKey("trainLoss")).toList();
        Map<String, double[]> columns = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        evaluations.forEach(line -> names.addAll(line.keySet()));
        for (String name : names) {
            columns.put(name.equals("trainLoss") ? RunResult.LOSS : name, evaluations.stream().mapToDouble(line ->
                    line.get(name) instanceof Number n ? n.doubleValue() : Double.NaN).toArray());
        }
        return columns;
    }

    void write(Path file) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(Json.line(line)).append('\n'));
        AtomicFile.write(file, text);
    }

    @SuppressWarnings("unchecked")
    static StepLog read(Path file) {
        try {
            List<Map<String, Object>> lines = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                lines.add((Map<String, Object>) Json.read(line, Map.class, file + " line " + (lines.size() + 1)));
            }
            return new StepLog(lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log " + file, e);
        }
    }

    private static Map<String, Object> line(long step, long gradEvals, double seconds) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("gradEvals", gradEvals);
        line.put("seconds", seconds);
        return line;
    }

    /** {@code adam/lr} as {@code lr}, unless another stage has an {@code lr} too. */
    private static Map<String, Double> unqualified(Map<String, Double> hyperparameters) {
        Map<String, Integer> uses = new LinkedHashMap<>();
        hyperparameters.keySet().forEach(name -> uses.merge(last(name), 1, Integer::sum));
        Map<String, Double> result = new LinkedHashMap<>();
        hyperparameters.forEach((name, value) -> result.put(uses.get(last(name)) == 1 ? last(name) : name, value));
        return result;
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** JSON has no NaN and no infinities. */
    private static Double finiteOrNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
