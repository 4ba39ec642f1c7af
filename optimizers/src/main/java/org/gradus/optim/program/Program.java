package org.gradus.optim.program;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gradus.optim.schedule.Schedule;

/**
 * A traced rule: an immutable data-flow graph from gradient, parameter and state to the next parameter and state.
 *
 * <p>It runs as a few fused passes. A reduction pass of each {@link Reduction#level level} only reads; the last pass
 * alone writes parameter and state, so a step that fails has changed nothing.
 *
 * @param nodes in an order in which arguments come before their users
 * @param updates slot number to the node that is its new value
 * @param direction the node of what is subtracted from the parameter
 * @param next the node of the new parameter
 */
public record Program(List<Node> nodes, List<Slot> slots, List<Hyperparameter> schedules, List<Reduction> reductions,
        Map<Integer, Integer> updates, int direction, int next) {

    /** A scheduled value by its name, {@code "adam/lr"}. */
    public record Hyperparameter(String name, Schedule schedule) {}

    /** Traces stages one after the other, each handed the direction of the one before; names start their state. */
    public static Program of(Map<String, Function<Trace, Expr>> stages) {
        return Trace.program(stages);
    }

    /** The program that moves parameters to this stage's point to evaluate at, over the slots of this program. */
    public Program evaluation(String stage, Function<Trace, Expr> point) {
        return Trace.evaluation(this, stage, point);
    }

    /** The same program, but that it writes the direction where this one writes the new parameter. */
    public Program handingOn() {
        return new Program(nodes, slots, schedules, reductions, updates, direction, direction);
    }

    /** The passes in the order in which they run; the last one writes. */
    public List<Pass> passes() {
        List<Pass> passes = new ArrayList<>();
        int levels = reductions.stream().mapToInt(r -> r.level() + 1).max().orElse(0);
        for (int level = 0; level < levels; level++) passes.add(Pass.reducing(this, level));
        passes.add(Pass.updating(this));
        return passes;
    }

    /** Whether a reduction goes over all tensors, so that they must be stepped together. */
    public boolean wholeTree() {
        return reductions.stream().anyMatch(r -> r.scope() == Reduction.Scope.TREE);
    }

    /** Whether the direction or the state looks at the parameter. */
    public boolean needsParameter() {
        List<Integer> roots = new ArrayList<>(updates.values());
        roots.add(direction);
        reductions.forEach(r -> roots.add(r.argument()));
        boolean[] needed = reachable(nodes, roots);
        for (int id = 0; id < needed.length; id++) {
            if (needed[id] && nodes.get(id).op() == Op.PARAMETER) return true;
        }
        return false;
    }

    /** Bytes of state for one element of a parameter, covers not counted: they grow with the axes. */
    public int stateBytesPerElement(int elementBytes) {
        return elementBytes * (int) slots.stream()
                .filter(s -> s.kind() == Slot.Kind.ELEMENT || s.kind() == Slot.Kind.COPY).count();
    }

    /** Bytes read and written for one element by all passes together. */
    public int trafficBytesPerElement(int elementBytes) {
        return elementBytes * passes().stream().mapToInt(p -> p.inputs().size() + p.outputs().size()).sum();
    }

    /** Arithmetic operations for one element by all passes together. */
    public int operationsPerElement() {
        return passes().stream().mapToInt(Pass::operations).sum();
    }

    /** The formula, one line for each assignment. */
    public String formula() {
        return new Formula(this).text();
    }

    /** Which nodes the roots need. */
    static boolean[] reachable(List<Node> nodes, Collection<Integer> roots) {
        boolean[] needed = new boolean[nodes.size()];
        for (int root : roots) needed[root] = true;
        for (int id = nodes.size() - 1; id >= 0; id--) {
            if (!needed[id]) continue;
            Node node = nodes.get(id);
            for (int i = 0; i < node.op().arity(); i++) needed[node.argument(i)] = true;
        }
        return needed;
    }
}
