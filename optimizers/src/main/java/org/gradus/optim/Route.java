package org.gradus.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.optim.tensor.Tensors;

/**
 * Sends each parameter to the optimizer of the first branch that takes it; {@code otherwise} takes the rest, so the
 * split is total and disjoint. What works on all parameters together belongs before or after a route, not inside.
 */
public record Route(List<Branch> branches, Optimizer otherwise) implements Optimizer {
    /** @param name starts the names of the branch's state */
    public record Branch(String name, Predicate<Parameter> takes, Optimizer optimizer) {}

    /** The name of the last branch. */
    static final String OTHERWISE = "otherwise";

    public Route {
        branches = List.copyOf(branches);
        Set<String> names = new LinkedHashSet<>(Set.of(OTHERWISE));
        for (Branch branch : branches) {
            Require.check(names.add(branch.name), "the name of a branch", "used once in a route", branch.name);
            Require.check(!branch.name.contains("/"), "the name of a branch", "without '/'", branch.name);
        }
    }

    public static Route when(String name, Predicate<Parameter> takes, Optimizer optimizer) {
        return new Route(List.of(new Branch(name, takes, optimizer)), Frozen.frozen());
    }

    public Route and(String name, Predicate<Parameter> takes, Optimizer optimizer) {
        List<Branch> more = new ArrayList<>(branches);
        more.add(new Branch(name, takes, optimizer));
        return new Route(more, otherwise);
    }

    /** The same branches; what none of them takes goes here. Without this call it is {@link Frozen}. */
    public Route otherwise(Optimizer optimizer) {
        return new Route(branches, optimizer);
    }

    /** The branch that takes the parameter. */
    Branch branch(Parameter parameter) {
        return branches.stream().filter(b -> b.takes.test(parameter)).findFirst()
                .orElse(new Branch(OTHERWISE, p -> true, otherwise));
    }

    /** A table: parameter, shape, branch, optimizer and bytes of state. */
    public String explain(Tensors parameters) {
        Binding binding = Binding.of(this, parameters);
        List<String> lines = new ArrayList<>();
        int width = parameters.names().stream().mapToInt(String::length).max().orElse(0);
        for (int i = 0; i < parameters.size(); i++) {
            Parameter p = Binding.describe(parameters, i);
            lines.add(String.format("%-" + width + "s  %-16s %-12s %-24s %,d bytes", p.name(), p.shape(), branch(p).name(),
                    binding.stages(i).isEmpty() ? "frozen" : String.join(" -> ", binding.stages(i)), binding.stateBytes(i)));
        }
        return String.join("\n", lines);
    }

    /** What every branch promises; that the evaluation point differs is said where it does in any branch. */
    @Override
    public Set<Trait> traits() {
        Set<Trait> common = new LinkedHashSet<>(otherwise.traits());
        branches.forEach(b -> common.retainAll(b.optimizer.traits()));
        boolean differs = otherwise.traits().contains(Trait.EVALUATION_POINT_DIFFERS);
        for (Branch branch : branches) differs |= branch.optimizer.traits().contains(Trait.EVALUATION_POINT_DIFFERS);
        if (differs) common.add(Trait.EVALUATION_POINT_DIFFERS);
        return common;
    }

    /** {@code {type: route, branches: [{name, match | minRank | pairs, use}], otherwise}}. */
    @Override
    public Object write() {
        List<Object> written = new ArrayList<>();
        for (Branch branch : branches) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", branch.name);
            if (branch.takes instanceof Parameter.Named named) map.put("match", named.pattern());
            else if (branch.takes instanceof Parameter.RankAtLeast least) map.put("minRank", least.rank());
            else if (branch.takes instanceof Parameter.InPair) map.put("pairs", true);
            else throw new InvalidInput("branch '" + branch.name + "' takes its parameters by a predicate in code, which has no"
                    + " text form; use Parameter.named, matrices or pairs");
            map.put("use", branch.optimizer.write());
            written.add(map);
        }
        // In a fixed order: the text of a spec names its run folder.
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("type", "route");
        route.put("branches", written);
        route.put("otherwise", otherwise.write());
        return route;
    }
}
