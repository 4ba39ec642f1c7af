package org.gradus.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Require;

/**
 * Stages one after the other: each sees the direction of the stage before it as its gradient, and the last one's
 * direction is subtracted from the parameter. All stages of rules are traced into one program, so a chain is one
 * pass, not one a stage.
 */
public record Chain(List<Stage> stages) implements Optimizer {
    /** @param name starts the stage's state names: {@code adam/mu/layer0.W} */
    public record Stage(String name, Optimizer optimizer) {}

    public Chain {
        stages = List.copyOf(stages);
        Require.check(!stages.isEmpty(), "a chain", "of at least one stage", "empty");
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            Require.check(names.add(stage.name), "the name of a stage", "used once in a chain", stage.name);
            Require.check(!stage.name.contains("/"), "the name of a stage", "without '/'", stage.name);
            Require.check(!(stage.optimizer instanceof Frozen), "a stage", "a rule, a chain or a route", "frozen");
            boolean last = i == stages.size() - 1;
            Require.check(last || !stage.optimizer.traits().contains(Trait.EVALUATION_POINT_DIFFERS), stage.name,
                    "the last stage of its chain, since it looks at the finished step", "stage " + (i + 1));
        }
    }

    /** Stages named by their types; a type that stands twice is numbered: {@code scale}, {@code scale-2}. */
    public static Chain of(Optimizer... optimizers) {
        Map<String, Optimizer> named = new LinkedHashMap<>();
        for (Optimizer optimizer : optimizers) {
            String type = optimizer instanceof Route ? "route" : optimizer instanceof Chain ? "chain" : Catalogue.typeOf(optimizer);
            String name = type;
            for (int i = 2; named.containsKey(name); i++) name = type + "-" + i;
            named.put(name, optimizer);
        }
        List<Stage> stages = new ArrayList<>();
        named.forEach((name, optimizer) -> stages.add(new Stage(name, optimizer)));
        return new Chain(stages);
    }

    /** What every stage promises, but that the evaluation point differs is said by the last alone. */
    @Override
    public Set<Trait> traits() {
        Set<Trait> common = new LinkedHashSet<>(stages.get(0).optimizer().traits());
        stages.forEach(s -> common.retainAll(s.optimizer().traits()));
        for (Stage stage : stages) {
            if (stage.optimizer().traits().contains(Trait.WHOLE_TREE)) common.add(Trait.WHOLE_TREE);
        }
        Set<Trait> last = stages.get(stages.size() - 1).optimizer().traits();
        if (last.contains(Trait.EVALUATION_POINT_DIFFERS)) common.add(Trait.EVALUATION_POINT_DIFFERS);
        return common;
    }

    @Override
    public Object write() {
        List<Object> written = new ArrayList<>();
        for (Stage stage : stages) {
            Object optimizer = stage.optimizer().write();
            if (optimizer instanceof Map<?, ?> map) {
                Map<Object, Object> named = new LinkedHashMap<>(map);
                if (!stage.name().equals(map.get("type"))) named.put("name", stage.name());
                written.add(named);
            } else if (stage.name().equals("chain")) {
                written.add(optimizer);
            } else {
                Map<Object, Object> named = new LinkedHashMap<>();
                named.put("type", "chain");
                named.put("name", stage.name());
                named.put("stages", optimizer);
                written.add(named);
            }
        }
        return written;
    }
}
