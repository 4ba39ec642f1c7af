package org.gradus.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Trace;
import org.gradus.optim.tensor.LoraPair;

/**
 * What a parameter goes through: rules in order, or one matrix method.
 *
 * @param rules  by the names of their stages
 * @param matrix by the name of its stage; at most one, and then there are no rules
 */
public record Stages(Map<String, Rule> rules, Map<String, MatrixMethod> matrix) {
    /**
     * Follows chains, routes and roles.
     *
     * @return nothing if the parameter is frozen
     * @throws InvalidInput if stages share a name, or cannot follow each other
     */
    public static Optional<Stages> of(Optimizer optimizer, Parameter parameter) {
        Stages found = new Stages(new LinkedHashMap<>(), new LinkedHashMap<>());
        return follow(optimizer, "", "", parameter, found) ? Optional.of(found) : Optional.empty();
    }

    /** The formulas of rules, one after the other, as one program. */
    public static Program program(Map<String, Rule> rules) {
        Map<String, Function<Trace, Expr>> traced = new LinkedHashMap<>();
        rules.forEach((name, rule) -> traced.put(name, rule::direction));
        return Program.of(traced);
    }

    /** False if the parameter is frozen. */
    private static boolean follow(Optimizer optimizer, String path, String name, Parameter p, Stages found) {
        if (optimizer instanceof Frozen) return false;
        if (optimizer instanceof Chain chain) {
            for (Chain.Stage stage : chain.stages()) {
                if (!follow(stage.optimizer(), path, stage.name(), p, found)) return false;
            }
            return true;
        }
        if (optimizer instanceof Route route) {
            Route.Branch branch = route.branch(p);
            rejectWholeTree(branch);
            String outer = name.isEmpty() || name.equals("route") ? path : path + name + "/";
            return follow(branch.optimizer(), outer + branch.name() + "/", "", p, found);
        }
        String stage = path + (name.isEmpty() ? Catalogue.typeOf(optimizer) : name);
        boolean paired = p.role() != null;
        if (!paired && (optimizer instanceof ByRole || optimizer instanceof MatrixMethod m && m.takesPairs())) {
            throw new InvalidInput("parameter '" + p.name() + "' is no factor of a pair, which " + Catalogue.typeOf(optimizer)
                    + " needs; send it to another optimizer by a route, or name its pair (Tensors.with)");
        }
        if (optimizer instanceof ByRole byRole) {
            boolean up = p.role() == LoraPair.Role.UP;
            return follow(up ? byRole.up() : byRole.down(), stage + "/", up ? "up" : "down", p, found);
        }
        boolean again = optimizer instanceof Rule rule ? found.rules.put(stage, rule) != null
                : found.matrix.put(stage, (MatrixMethod) optimizer) != null;
        if (again) throw new InvalidInput("two stages have the name '" + stage + "'; give them names of their own");
        if (!found.matrix.isEmpty() && found.rules.size() + found.matrix.size() > 1) {
            throw new InvalidInput(found.matrix.keySet().iterator().next() + " works on whole matrices and cannot share a chain with"
                    + " other stages; use its own options, or a route");
        }
        return true;
    }

    private static void rejectWholeTree(Route.Branch branch) {
        Optimizer optimizer = branch.optimizer();
        if (optimizer instanceof Chain chain) {
            chain.stages().forEach(s -> rejectWholeTree(new Route.Branch(branch.name(), branch.takes(), s.optimizer())));
        } else if (optimizer instanceof Rule rule && program(Map.of("", rule)).wholeTree()) {
            throw new InvalidInput(Catalogue.typeOf(rule) + " goes over all parameters and cannot stand in the branch '"
                    + branch.name() + "' of a route; put it into a chain before the route");
        }
    }
}
