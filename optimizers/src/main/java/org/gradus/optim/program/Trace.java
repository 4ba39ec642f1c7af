package org.gradus.optim.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.gradus.optim.program.Reduction.Kind;
import org.gradus.optim.program.Reduction.Scope;
import org.gradus.optim.schedule.Schedule;

/**
 * What a rule sees while its formula is built: the gradient, the parameter, state, schedules, and the step
 * number. In a chain the gradient of a stage is the direction of the stage before it.
 */
public final class Trace {
    private final Graph graph = new Graph();
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Integer, Integer> updates = new LinkedHashMap<>();
    private final List<Program.Hyperparameter> schedules = new ArrayList<>();
    private final List<Reduction> reductions = new ArrayList<>();
    private String stage = "";
    private Expr gradient = expr(graph.leaf(Op.GRADIENT, 0, false));

    Trace() {}

    /** The gradient, or in a chain the direction that the stage before handed on. */
    public Expr gradient() {
        return gradient;
    }

    /** The parameter before this step. */
    public Expr parameter() {
        return expr(graph.leaf(Op.PARAMETER, 0, false));
    }

    /** The number of this step: 1, 2, ... */
    public Expr step() {
        return expr(graph.leaf(Op.STEP, 0, true));
    }

    /** The number of elements of the tensor. */
    public Expr elements() {
        return expr(graph.leaf(Op.ELEMENTS, 0, true));
    }

    public Expr constant(double value) {
        return expr(graph.constant(value));
    }

    /** {@code 1 - beta^t}, by which an exponential average that starts at zero falls short; 1 where it is not corrected. */
    public Expr biasCorrection(double beta, boolean corrected) {
        return corrected ? constant(1).minus(constant(beta).power(step())) : constant(1);
    }

    /** A hyperparameter; the value in effect at each step is recorded under this name. */
    public Expr schedule(String name, Schedule schedule) {
        Program.Hyperparameter h = new Program.Hyperparameter(stage + name, schedule);
        int index = schedules.indexOf(h);
        if (index < 0) {
            index = schedules.size();
            schedules.add(h);
        }
        return expr(graph.leaf(Op.SCHEDULE, index, true));
    }

    /** State of one number an element, zero at first; returns its new value, which is stored. */
    public Expr state(String slot, UnaryOperator<Expr> update) {
        return state(slot, 0, update);
    }

    /** State of one number an element that starts at this value. */
    public Expr state(String slot, double start, UnaryOperator<Expr> update) {
        return store(Op.STATE, new Slot(stage + slot, Slot.Kind.ELEMENT, start), update);
    }

    /** State of one number an element that starts as a copy of the parameter. */
    public Expr copyOfParameter(String slot, UnaryOperator<Expr> update) {
        return store(Op.STATE, new Slot(stage + slot, Slot.Kind.COPY, 0), update);
    }

    /** State of one float64 number for all parameters, such as a sum of weights. */
    public Expr scalar(String slot, double start, UnaryOperator<Expr> update) {
        Expr value = store(Op.SCALAR, new Slot(stage + slot, Slot.Kind.SCALAR, start), update);
        if (!graph.get(value.id).uniform() || dependsOnTensor(value)) {
            throw new IllegalArgumentException("scalar state " + slot + " must not depend on the element or the tensor");
        }
        return value;
    }

    private boolean dependsOnTensor(Expr value) {
        boolean[] needed = Program.reachable(graph.nodes(), List.of(value.id));
        for (int id = 0; id < needed.length; id++) {
            Node node = graph.get(id);
            boolean ofTensor = node.op() == Op.ELEMENTS
                    || node.op() == Op.REDUCTION && reductions.get(node.index()).scope() == Scope.TENSOR;
            if (needed[id] && ofTensor) return true;
        }
        return false;
    }

    /**
     * Slice maxima that cover each element, in their summed form (SM3-I): each axis' vector grows by the maximum of
     * the value over its slices; returns the smallest of the vectors' entries that cover an element. The value must
     * not be negative.
     */
    public Expr coverSum(String slot, Expr value) {
        int index = slot(new Slot(stage + slot, Slot.Kind.COVER, 0));
        reductions.add(new Reduction(Kind.COVER_MAX, Scope.TENSOR, own(value).id, levelOf(value), index));
        return expr(graph.leaf(Op.COVER, index, false));
    }

    /**
     * Slice maxima in their replacing form (SM3-II): the update sees the smallest of the entries that cover an
     * element, its result is returned, and each axis' vector becomes the maximum of the result over its slices. The
     * result must not be negative.
     */
    public Expr coverMax(String slot, UnaryOperator<Expr> update) {
        return store(Op.COVER, new Slot(stage + slot, Slot.Kind.COVER, 0), update);
    }

    /** Sum over the elements, accumulated in float64. */
    public Expr sum(Expr value, Scope scope) {
        return reduce(Kind.SUM, value, scope);
    }

    public Expr max(Expr value, Scope scope) {
        return reduce(Kind.MAX, value, scope);
    }

    /** Euclidean norm, accumulated in float64. */
    public Expr norm(Expr value, Scope scope) {
        return reduce(Kind.SUM_OF_SQUARES, value, scope).sqrt();
    }

    /** State as it stands, for the point at which a model is evaluated. */
    public Expr read(String slot) {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).name().equals(stage + slot)) return expr(graph.leaf(Op.STATE, i, false));
        }
        throw new IllegalArgumentException("no state " + stage + slot);
    }

    private Expr store(Op op, Slot slot, UnaryOperator<Expr> update) {
        int index = slot(slot);
        Expr value = own(update.apply(expr(graph.leaf(op, index, op == Op.SCALAR))));
        updates.put(index, value.id);
        return value;
    }

    private int slot(Slot slot) {
        if (slots.stream().anyMatch(s -> s.name().equals(slot.name()))) {
            throw new IllegalArgumentException("state " + slot.name() + " is defined twice");
        }
        slots.add(slot);
        return slots.size() - 1;
    }

    /**
     * Groups of parameters that go through different stages have their reductions over the whole tree in the same
     * order, one by one, so these are not shared and their levels never fall.
     */
    private Expr reduce(Kind kind, Expr value, Scope scope) {
        boolean tree = scope == Scope.TREE;
        int level = levelOf(own(value));
        for (Reduction r : reductions) {
            if (tree && r.scope() == Scope.TREE) level = Math.max(level, r.level());
        }
        Reduction reduction = new Reduction(kind, scope, value.id, level, -1);
        int index = tree ? -1 : reductions.indexOf(reduction);
        if (index < 0) {
            index = reductions.size();
            reductions.add(reduction);
        }
        return expr(graph.leaf(Op.REDUCTION, index, true));
    }

    /** One more than the highest level among the reductions that the value depends on. */
    private int levelOf(Expr value) {
        boolean[] needed = Program.reachable(graph.nodes(), List.of(value.id));
        int level = 0;
        for (int id = 0; id < needed.length; id++) {
            if (!needed[id]) continue;
            Node node = graph.get(id);
            if (node.op() == Op.REDUCTION) level = Math.max(level, reductions.get(node.index()).level() + 1);
            if (node.op() == Op.COVER) level = Math.max(level, coverLevel(node.index()));
        }
        return level;
    }

    private int coverLevel(int slot) {
        return reductions.stream().filter(r -> r.slot() == slot).mapToInt(r -> r.level() + 1).max().orElse(0);
    }

    private Expr own(Expr value) {
        if (value.graph != graph) throw new IllegalArgumentException("expressions of two traces cannot be mixed");
        return value;
    }

    private Expr expr(int id) {
        return new Expr(graph, id);
    }

    /** Traces the stages one after the other; state names start with the stage's name. */
    static Program program(Map<String, Function<Trace, Expr>> stages) {
        Trace t = new Trace();
        stages.forEach((name, direction) -> {
            t.stage = name + "/";
            t.gradient = t.own(direction.apply(t));
        });
        t.watchGradient();
        int next = t.parameter().minus(t.gradient).id;
        return new Program(List.copyOf(t.graph.nodes()), List.copyOf(t.slots), List.copyOf(t.schedules),
                List.copyOf(t.reductions), Map.copyOf(t.updates), t.gradient.id, next);
    }

    /** A program over the slots of another one whose next parameter is this stage's point to evaluate at. */
    static Program evaluation(Program trained, String stage, Function<Trace, Expr> point) {
        Trace t = new Trace();
        t.slots.addAll(trained.slots());
        t.stage = stage + "/";
        Expr at = point.apply(t);
        int direction = t.parameter().minus(at).id;
        return new Program(List.copyOf(t.graph.nodes()), trained.slots(), List.copyOf(t.schedules), List.of(),
                Map.of(), direction, at.id);
    }

    /**
     * Every step looks at the whole gradient before it writes anything. A norm of the gradient shows what is not
     * finite; without one, a reduction of its own does.
     */
    private void watchGradient() {
        int g = graph.leaf(Op.GRADIENT, 0, false);
        boolean watched = reductions.stream().anyMatch(r -> r.argument() == g && r.kind() == Kind.SUM_OF_SQUARES);
        if (!watched) reductions.add(new Reduction(Kind.FINITE, Scope.TENSOR, g, 0, -1));
    }
}
