package org.gradus.federated.algorithm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.federated.Simulation;
import org.gradus.federated.rule.Rules;
import org.gradus.federated.rule.Symbols;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Options;

/** Every method that a run spec can name, and how a simulation is read. */
public final class Algorithms {
    public static final Catalogue<Algorithm> CATALOGUE = new Catalogue<>("algorithm", Algorithm.class, List.of(
            MinibatchSgd.class, FedAvg.class, FedProx.class, Scaffold.class, FedAc.class, Mime.class, MimeLite.class,
            FedAdam.class, FedYogi.class, FedAdagrad.class, DiLoCo.class, StreamingDiLoCo.class, TailOpt.class,
            Bi2Clip.class, FedAda2.class, FedAda2PlusPlus.class, CostlyJoint.class, OneByte.class));

    private static final List<String> SIMULATION = names(Simulation.class);
    private static final String ALGORITHM = "algorithm";

    private Algorithms() {}

    /**
     * The simulation that a map describes: options of {@link Simulation}, or {@code algorithm} with a method in place of
     * inner and outer; other options then change what the method resolves to. Options of the simulation may stand among
     * those of the method, and so may options of its own inner optimizer, such as {@code lr}, where no other is named.
     */
    public static Simulation read(Map<String, ?> options) {
        if (!options.containsKey(ALGORITHM)) return Simulation.read(options);
        Map<String, Object> changes = new LinkedHashMap<>(options);
        Object spec = changes.remove(ALGORITHM);
        Algorithm algorithm = read(spec, changes);
        for (String name : List.of("inner", "outer")) {
            if (changes.containsKey(name)) throw new InvalidInput(name
                    + " belongs to the algorithm; write it among its options");
        }
        Object steps = changes.remove("localSteps");
        Simulation simulation = algorithm.simulation(steps == null ? 1 : whole(steps));
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            if (!SIMULATION.contains(change.getKey())) throw Names.unknown("option", change.getKey(), SIMULATION);
            simulation = simulation.with(change.getKey(), change.getValue());
        }
        return simulation;
    }

    private static int whole(Object steps) {
        try {
            double number = Double.parseDouble(steps.toString());
            if (number == (int) number && number >= 1) return (int) number;
        } catch (NumberFormatException e) {
            // the one message below
        }
        throw new InvalidInput("localSteps must be a whole number >= 1, but is " + steps);
    }

    /** Options of the simulation go to the changes, those of the inner optimizer to it, the rest to the method. */
    private static Algorithm read(Object spec, Map<String, Object> changes) {
        if (!(spec instanceof Map<?, ?> map) || map.get("type") == null) return CATALOGUE.read(spec);
        String type = map.get("type").toString();
        List<String> own = names(CATALOGUE.find(type));
        Map<String, Object> inner = new LinkedHashMap<>();
        Map<String, Object> options = new LinkedHashMap<>();
        Symbols.translate(type, map, own::contains).forEach((name, value) -> {
            if (name.equals("type")) return;
            if (own.contains(name) || name.equals("inner") || name.equals("outer")) options.put(name, value);
            else if (SIMULATION.contains(name)) changes.putIfAbsent(name, value);
            else if (own.contains("inner") && !map.containsKey("inner") && isInner(type, name)) inner.put(name, value);
            else options.put(name, value);
        });
        if (!inner.isEmpty()) {
            inner.put("type", innerType(type));
            options.put("inner", inner);
        }
        return CATALOGUE.read(type, options);
    }

    private static boolean isInner(String type, String option) {
        return option.equals("eta") || names(Rules.INNER.find(innerType(type))).contains(option);
    }

    /** The type of the method's own inner optimizer. */
    private static String innerType(String type) {
        String text = Options.describe(record(CATALOGUE.find(type))).stream().filter(d -> d.name().equals("inner"))
                .findFirst().orElseThrow().byDefault();
        return text.substring(0, text.indexOf('('));
    }

    private static List<String> names(Class<?> type) {
        return Options.describe(record(type)).stream().map(Options.Description::name).toList();
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Record> record(Class<?> type) {
        return (Class<? extends Record>) type;
    }
}
