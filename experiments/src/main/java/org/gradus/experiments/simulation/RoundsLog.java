package org.gradus.experiments.simulation;

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
import java.util.stream.IntStream;
import org.gradus.experiments.document.Json;
import org.gradus.federated.RoundLog;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.Options;

/**
 * The log of a simulation, one JSON object a line:
 *
 * <pre>
 * {"round":20,"loss":1.2,"testAccuracy":0.8,"localSteps":1000,"down":96400,"up":96400,"seconds":20.0,"dropped":0,"failed":0,"late":0,
 *  "participants":[3,17],"terms":{"squaredGradients":...}}
 * </pre>
 *
 * {@code round} counts from 1; 0 is the start. Local steps of all clients, bytes, virtual seconds and counts of clients are totals since the start;
 * participants and terms are those of the round. Equal runs have equal logs.
 */
final class RoundsLog {
    private static final List<String> TOTALS = List.of("localSteps", "down", "up", "seconds", "dropped", "failed", "late");
    private static final Set<String> NO_NUMBERS = Set.of("participants", "terms");

    private final List<Map<String, Object>> lines;
    private final Map<String, Double> totals = new LinkedHashMap<>();

    RoundsLog() {
        this(new ArrayList<>());
    }

    private RoundsLog(List<Map<String, Object>> lines) {
        this.lines = lines;
        for (String name : TOTALS) totals.put(name, lines.isEmpty() ? 0.0 : ((Number) last().get(name)).doubleValue());
    }

    /** Counts a round; {@link #evaluation} makes a line of it. */
    void count(RoundLog round) {
        totals.merge("localSteps", (double) round.localSteps(), Double::sum);
        totals.merge("down", (double) round.down(), Double::sum);
        totals.merge("up", (double) round.up(), Double::sum);
        totals.put("seconds", round.seconds());
        totals.merge("dropped", (double) round.dropped(), Double::sum);
        totals.merge("failed", (double) round.failed(), Double::sum);
        totals.merge("late", (double) round.late(), Double::sum);
    }

    /** @param round null for the start */
    void evaluation(RoundLog round, double loss, Map<String, Double> metrics) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("round", round == null ? 0 : round.round() + 1);
        line.put("loss", finiteOrNull(loss));
        metrics.forEach((name, value) -> line.put(name, finiteOrNull(value)));
        totals.forEach((name, value) -> line.put(name, name.equals("seconds") ? (Object) value : (Object)
                value.longValue()));
        if (round != null) line.put("participants", IntStream.of(round.participants()).boxed().toList());
        if (round != null && round.terms() != null) {
            Map<String, Object> terms = Options.write(round.terms());
            terms.replaceAll((name, value) -> finiteOrNull(((Number) value).doubleValue()));
            line.put("terms", terms);
        }
        lines.add(line);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    double total(String name) {
        return totals.get(name);
    }

    /** The first loss. */
    double startLoss() {
        return lines.get(0).get("loss") instanceof Number loss ? loss.doubleValue() : Double.NaN;
    }

    private Map<String, Object> last() {
        return lines.get(lines.size() - 1);
    }

    /** The evaluations: {@code round}, {@code loss}, every metric, and the totals, all bytes together as {@code bytes}. */
    Map<String, double[]> columns() {
        Map<String, double[]> columns = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        lines.forEach(line -> names.addAll(line.keySet()));
        for (String name : names) {
            if (NO_NUMBERS.contains(name)) continue;
            columns.put(name.equals("seconds") ? "virtualSeconds" : name, column(name));
        }
        double[] bytes = column("down");
        double[] up = column("up");
        for (int i = 0; i < bytes.length; i++) bytes[i] += up[i];
        columns.put("bytes", bytes);
        return columns;
    }

    /** NaN where there is no finite number. */
    private double[] column(String name) {
        return lines.stream().mapToDouble(line -> line.get(name) instanceof Number n ? n.doubleValue() : Double.NaN)
                .toArray();
    }

    void write(Path file) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(Json.line(line)).append('\n'));
        AtomicFile.write(file, text);
    }

    @SuppressWarnings("unchecked")
    static RoundsLog read(Path file) {
        try {
            List<Map<String, Object>> lines = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                lines.add((Map<String, Object>) Json.read(line, Map.class, file + " line " + (lines.size() + 1)));
            }
            return new RoundsLog(lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log " + file, e);
        }
    }

    /** JSON has no NaN and no infinities. */
    private static Double finiteOrNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
