package org.gradus.optim.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.gradus.optim.Chain;
import org.gradus.optim.Frozen;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Parameter;
import org.gradus.optim.Route;
import org.gradus.optim.lora.LoraFa;
import org.gradus.optim.lora.LoraPlus;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.lora.ScaledAdam;
import org.gradus.optim.lora.ScaledGd;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.rule.Adadelta;
import org.gradus.optim.rule.Adagrad;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.AmsGrad;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.ClipGlobalNorm;
import org.gradus.optim.rule.ClipNorm;
import org.gradus.optim.rule.ClipValue;
import org.gradus.optim.rule.Ema;
import org.gradus.optim.rule.Lamb;
import org.gradus.optim.rule.Lion;
import org.gradus.optim.rule.Muon;
import org.gradus.optim.rule.NAdam;
import org.gradus.optim.rule.RmsProp;
import org.gradus.optim.rule.Scale;
import org.gradus.optim.rule.ScheduleFree;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.Shampoo;
import org.gradus.optim.rule.SignSgd;
import org.gradus.optim.rule.Sm3;
import org.gradus.optim.rule.WeightDecay;
import org.gradus.optim.rule.Yogi;

/** Every optimizer that a run spec can name, and how it is named there. */
public final class Optimizers {
    public static final Catalogue<Optimizer> CATALOGUE = new Catalogue<>("optimizer", Optimizer.class, List.of(
            Sgd.class, Adam.class, AdamW.class, AmsGrad.class, NAdam.class, Adagrad.class, RmsProp.class, Adadelta.class,
            Yogi.class, Lion.class, SignSgd.class, Sm3.class, Lamb.class, ScheduleFree.class, Ema.class,
            ClipValue.class, ClipNorm.class, ClipGlobalNorm.class, BiClip.class, WeightDecay.class, Scale.class,
            Frozen.class, Shampoo.class, Muon.class,
            LoraRite.class, LoraPlus.class, LoraFa.class, ScaledGd.class, ScaledAdam.class));

    private static final List<String> CHAIN = List.of("type", "name", "stages");
    private static final List<String> ROUTE = List.of("type", "name", "branches", "otherwise");
    private static final List<String> BRANCH = List.of("name", "match", "minRank", "pairs", "use");

    private Optimizers() {}

    /**
     * Reads what {@link Optimizer#write} writes: a map with a type, text such as {@code adam(lr=0.01)}, a list for a
     * chain (inside another also {@code {type: chain, name, stages}}), or
     * {@code {type: route, branches: [{name, match | minRank, use}], otherwise}}.
     */
    public static Optimizer read(Object spec) {
        if (spec instanceof List<?> list) return chain(list, Optimizers::read);
        if (spec instanceof Map<?, ?> map && "chain".equals(map.get("type"))) {
            known(map, CHAIN, "a chain");
            if (map.get("stages") instanceof List<?> list) return chain(list, Optimizers::read);
            throw new InvalidInput("a chain needs stages: a list of optimizers");
        }
        if (spec instanceof Map<?, ?> map && "route".equals(map.get("type"))) return route(map);
        return CATALOGUE.read(spec);
    }

    /**
     * A chain whose stages are read by {@code reader}; a stage may have a {@code name}.
     *
     * @throws InvalidInput which names the stage, counted from 1
     */
    public static Chain chain(List<?> stages, Function<Object, Optimizer> reader) {
        List<Chain.Stage> read = new ArrayList<>();
        for (Object stage : stages) {
            try {
                read.add(stage(stage, reader));
            } catch (InvalidInput e) {
                throw e.in("stage " + (read.size() + 1));
            }
        }
        return new Chain(numbered(read));
    }

    private static Chain.Stage stage(Object stage, Function<Object, Optimizer> reader) {
        String name = null;
        Object spec = stage;
        if (stage instanceof Map<?, ?> map && map.containsKey("name")) {
            Map<Object, Object> unnamed = new LinkedHashMap<>(map);
            name = String.valueOf(unnamed.remove("name"));
            spec = unnamed;
        }
        Chain.Stage read = Chain.of(reader.apply(spec)).stages().get(0);
        return name == null ? read : new Chain.Stage(name, read.optimizer());
    }

    /** A name that stands twice gets a number, as in {@link Chain#of}. */
    private static List<Chain.Stage> numbered(List<Chain.Stage> stages) {
        Map<String, Optimizer> named = new LinkedHashMap<>();
        for (Chain.Stage stage : stages) {
            String name = stage.name();
            for (int i = 2; named.containsKey(name); i++) name = stage.name() + "-" + i;
            named.put(name, stage.optimizer());
        }
        List<Chain.Stage> result = new ArrayList<>();
        named.forEach((name, optimizer) -> result.add(new Chain.Stage(name, optimizer)));
        return result;
    }

    private static Route route(Map<?, ?> map) {
        known(map, ROUTE, "a route");
        if (!(map.get("branches") instanceof List<?> branches)) {
            throw new InvalidInput("a route needs branches: a list of {name, match | minRank | pairs, use}");
        }
        List<Route.Branch> read = new ArrayList<>();
        for (Object each : branches) {
            if (!(each instanceof Map<?, ?> branch)) throw new InvalidInput("a branch of a route is {name, match | minRank | pairs, use}");
            known(branch, BRANCH, "a branch");
            if (!branch.containsKey("name") || !branch.containsKey("use")) {
                throw new InvalidInput("a branch of a route needs name and use");
            }
            String name = String.valueOf(branch.get("name"));
            read.add(new Route.Branch(name, takes(branch, name), read(branch.get("use"))));
        }
        Object otherwise = map.get("otherwise");
        return new Route(read, otherwise == null ? Frozen.frozen() : read(otherwise));
    }

    private static Predicate<Parameter> takes(Map<?, ?> branch, String name) {
        Object match = branch.get("match");
        Object rank = branch.get("minRank");
        Object pairs = branch.get("pairs");
        if (match instanceof String pattern && rank == null && pairs == null) return Parameter.named(pattern);
        if (rank instanceof Integer least && match == null && pairs == null) return new Parameter.RankAtLeast(least);
        if (Boolean.TRUE.equals(pairs) && match == null && rank == null) return Parameter.pairs();
        throw new InvalidInput("branch '" + name + "' needs one of match (a name, * for any characters), minRank (a number) and"
                + " pairs: true");
    }

    private static void known(Map<?, ?> map, List<String> keys, String where) {
        for (Object key : map.keySet()) {
            if (!keys.contains(String.valueOf(key))) throw Names.unknown("option", String.valueOf(key), keys).in(where);
        }
    }
}
