package org.gradus.federated.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Options;

/**
 * The optimizers that may stand inside or outside a round: rules of this package first, then all of
 * {@link Optimizers#CATALOGUE} whose names they do not take.
 */
public final class Rules {
    /** What moves the server's model. */
    public static final Catalogue<Optimizer> OUTER = Optimizers.CATALOGUE.with("outer optimizer", List.of(HeavyBall.class, Nesterov.class,
            Accelerated.class, OuterScheduleFree.class, OuterAdam.class, OuterAdagrad.class, OuterRmsProp.class,
            OuterYogi.class, SlowMo.class, Bmuf.class, L2Clip.class));
    /** What moves a client's model. */
    public static final Catalogue<Optimizer> INNER = Optimizers.CATALOGUE.with("inner optimizer",
            List.of(DelayedAdagrad.class, DelayedAdam.class, DelayedSm3.class, FedAcStep.class, L2Clip.class));

    private static final Set<String> PLAIN = Set.of("adagrad", "adam", "sm3");
    private static final Set<String> ADAPTIVE = Set.of("adam", "adagrad", "yogi");
    private static final Set<String> DELAYED = Set.of("delay", "z", "refreshZeros", "epsS", "stepsPerEpoch");

    private Rules() {}

    /** A map with a type, text such as {@code "nesterov(lr=0.7)"}, or a list for a chain. */
    public static Optimizer outer(Object spec) {
        return read(OUTER, spec);
    }

    /**
     * As {@link #outer}, for clients. {@code adagrad}, {@code adam} and {@code sm3} with an option that only their
     * delayed forms have (delay, refreshZeros, epsS, ...) are those forms.
     */
    public static Optimizer inner(Object spec) {
        return read(INNER, spec);
    }

    /** As {@link #inner}, with {@code adagrad}, {@code adam} and {@code sm3} always in their delayed forms. */
    public static Optimizer client(Object spec) {
        if (spec instanceof Map<?, ?> map && PLAIN.contains(String.valueOf(map.get("type")))) {
            return inner(put(map, "type", "delayed-" + map.get("type")));
        }
        boolean plain = spec instanceof String text && PLAIN.contains(text.split("\\(")[0].trim());
        return inner(plain ? "delayed-" + spec.toString().trim() : spec);
    }

    /** As {@link #outer}, with second moments that start at 0 unless said otherwise. */
    public static Optimizer outerFromZero(Object spec) {
        if (spec instanceof String text && ADAPTIVE.contains(text.split("\\(")[0].trim())
                && !text.contains("initialAccumulator")) {
            String open = text.contains("(") ? text.trim().replaceAll("\\)$", "") : text + "(";
            return outer(open + (open.endsWith("(") ? "" : ", ") + "initialAccumulator=0)");
        }
        boolean adaptive = spec instanceof Map<?, ?> map && ADAPTIVE.contains(String.valueOf(map.get("type")))
                && !map.containsKey("initialAccumulator") && !map.containsKey("v0");
        return outer(adaptive ? put((Map<?, ?>) spec, "initialAccumulator", 0) : spec);
    }

    private static Map<Object, Object> put(Map<?, ?> map, String key, Object value) {
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static Optimizer read(Catalogue<Optimizer> catalogue, Object spec) {
        if (spec instanceof List<?> list) {
            Chain chain = Optimizers.chain(list, stage -> read(catalogue, stage));
            return chain.stages().size() == 1 ? chain.stages().get(0).optimizer() : chain;
        }
        if (!(spec instanceof Map<?, ?> map) || map.get("type") == null) return catalogue.read(spec);
        String type = map.get("type").toString();
        if (type.equals("chain") || type.equals("route")) return Optimizers.read(spec);
        if (catalogue == INNER && isDelayed(type, map)) type = "delayed-" + type;
        Map<?, ?> options = new LinkedHashMap<>(map);
        options.remove("type");
        List<String> known = names(catalogue.find(type));
        return catalogue.read(type, Symbols.translate(type, options, known::contains));
    }

    private static boolean isDelayed(String type, Map<?, ?> options) {
        if (!PLAIN.contains(type)) return false;
        Object correction = options.get("biasCorrection");
        boolean mode = correction instanceof String s && !s.equals("true") && !s.equals("false");
        boolean adam = type.equals("sm3") && "adam".equalsIgnoreCase(String.valueOf(options.get("variant")));
        return mode || adam || options.keySet().stream().anyMatch(key -> DELAYED.contains(String.valueOf(key)));
    }

    @SuppressWarnings("unchecked")
    private static List<String> names(Class<? extends Optimizer> type) {
        if (!type.isRecord()) return List.of();
        return Options.describe((Class<? extends Record>) (Class<?>) type).stream().map(Options.Description::name).toList();
    }
}
