package org.gradus.experiments.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.federated.Simulation;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Options;

/**
 * Algorithms in one setting, perhaps over a grid of options.
 *
 * @param simulation options of {@link Setting}, and those of {@link Simulation} that all algorithms share; all resolved
 * @param algorithms by label, the other options of {@link Simulation}; all resolved
 */
public record Study(Map<String, Object> simulation, Map<String, Map<String, Object>> algorithms, Grid vary) {
    /** What makes an algorithm; the rest of a simulation is the same for all, unless an algorithm says otherwise. */
    private static final Set<String> OF_ALGORITHMS =
            Set.of("inner", "outer", "innerState", "schedules", "correction", "exchange", "zeroGuard");
    private static final List<String> KEYS = List.of("simulation", "algorithms", "vary");

    /** One combination of the grid: the setting, and every algorithm by its label. */
    public record Point(Map<String, Double> varied, Setting setting, Map<String, Simulation> algorithms) {
        /** Empty where nothing varies. */
        public String name() {
            return Grid.name(varied);
        }
    }

    /** Reads {@code {simulation: {problem: ..., rounds: ...}, algorithms: {label: {type: ..., options}}, vary: {...}}}. */
    static Study read(Map<?, ?> spec) {
        for (Object key : spec.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) throw Names.unknown("key", String.valueOf(key), KEYS);
        }
        Map<String, Object> simulation = inside("simulation", () -> simulation(map(spec.get("simulation"),
                "{problem: {type: ...}, rounds: ..., sampler: ..., localSteps: ...}")));
        Map<String, Map<String, Object>> algorithms = inside("algorithms", () ->
                algorithms(map(spec.get("algorithms"), "{label: {type: ..., options}}"), shared(simulation)));
        Grid vary = spec.containsKey("vary") ? inside("vary", () -> Grid.parse(spec.get("vary"))) : new Grid(Map.of());
        Study study = new Study(simulation, algorithms, vary);
        study.points();
        return study;
    }

    /** The options that a simulation may be given for all algorithms, by the record that has them. */
    public static Map<Class<? extends Record>, List<String>> optionsOfASimulation() {
        Map<Class<? extends Record>, List<String>> options = new LinkedHashMap<>();
        options.put(Setting.class, names(Setting.class));
        options.put(Simulation.class, names(Simulation.class).stream().filter(n -> !OF_ALGORITHMS.contains(n)).toList());
        return options;
    }

    private static Map<String, Object> simulation(Map<String, Object> given) {
        Map<String, Object> own = new LinkedHashMap<>();
        Map<String, Object> shared = new LinkedHashMap<>();
        List<String> settings = names(Setting.class);
        List<String> all = optionsOfASimulation().values().stream().flatMap(List::stream).toList();
        given.forEach((key, value) -> {
            if (!all.contains(key)) throw Names.unknown("option", key, all);
            (settings.contains(key) ? own : shared).put(key, value);
        });
        Map<String, Object> resolved = Options.write(Setting.read(own));
        shared.put("inner", "sgd(lr=1)");
        Options.write(Simulation.read(shared)).forEach((name, value) -> {
            if (!OF_ALGORITHMS.contains(name)) resolved.put(name, value);
        });
        return resolved;
    }

    private static Map<String, Map<String, Object>> algorithms(Map<String, Object> given, Map<String, Object> shared) {
        if (given.isEmpty()) throw new InvalidInput("there must be at least one {label: {type: ..., options}}");
        Map<String, Map<String, Object>> algorithms = new LinkedHashMap<>();
        given.forEach((label, spec) -> {
            SimulationSpec.checkLabel("the label of an algorithm", label, algorithms.keySet());
            algorithms.put(label, inside(label, () -> algorithm(spec, shared)));
        });
        return algorithms;
    }

    /** A method by its type, or options of a simulation; what is not as for all others is kept with the algorithm. */
    private static Map<String, Object> algorithm(Object spec, Map<String, Object> shared) {
        Map<String, Object> options = new LinkedHashMap<>(shared);
        boolean plain = spec instanceof Map<?, ?> map && !map.containsKey("type");
        if (spec instanceof Map<?, ?> map) map.keySet().forEach(key -> options.remove(String.valueOf(key)));
        if (plain) options.putAll(map(spec, ""));
        else options.put("algorithm", spec);
        Map<String, Object> resolved = Options.write(Algorithms.read(options));
        resolved.entrySet().removeIf(e -> !OF_ALGORITHMS.contains(e.getKey()) && e.getValue()
                .equals(shared.get(e.getKey())));
        return resolved;
    }

    /** Every combination of the grid; the only one where nothing varies. */
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (Map<String, Double> combination : vary.combinations()) {
            points.add(vary.isEmpty() ? point(combination)
                    : inside("vary", () -> inside(Grid.name(combination), () -> point(combination))));
        }
        return points;
    }

    private Point point(Map<String, Double> combination) {
        Set<String> ofTheSetting = Set.copyOf(names(Setting.class));
        Setting setting = null;
        Map<String, Simulation> methods = new LinkedHashMap<>();
        for (Map.Entry<String, Map<String, Object>> e : algorithms.entrySet()) {
            Map<String, Object> all = new LinkedHashMap<>(simulation);
            all.putAll(e.getValue());
            Map<String, Object> method = Grid.assign(all, combination);
            Map<String, Object> own = new LinkedHashMap<>(method);
            own.keySet().retainAll(ofTheSetting);
            method.keySet().removeAll(ofTheSetting);
            // The same for all algorithms.
            if (setting == null) setting = Setting.read(own);
            methods.put(e.getKey(), inside("algorithms", () -> inside(e.getKey(), () -> Simulation.read(method))));
        }
        return new Point(combination, setting, methods);
    }

    Map<String, Object> write() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("simulation", simulation);
        written.put("algorithms", algorithms);
        if (!vary.isEmpty()) written.put("vary", vary.values());
        return written;
    }

    private static Map<String, Object> shared(Map<String, Object> simulation) {
        Map<String, Object> shared = new LinkedHashMap<>(simulation);
        names(Setting.class).forEach(shared::remove);
        return shared;
    }

    private static List<String> names(Class<? extends Record> type) {
        return Options.describe(type).stream().map(Options.Description::name).toList();
    }

    private static Map<String, Object> map(Object spec, String expected) {
        if (!(spec instanceof Map<?, ?> map)) throw new InvalidInput("expected " + expected + ", but found "
                + Names.shown(spec));
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(String.valueOf(key), value));
        return result;
    }

    private interface Reader<T> {
        T read();
    }

    private static <T> T inside(String place, Reader<T> reader) {
        try {
            return reader.read();
        } catch (InvalidInput e) {
            throw e.in(place);
        }
    }
}
