package org.gradus.federated.array;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.optim.Rule;
import org.gradus.optim.Trait;
import org.gradus.optim.execute.Uniforms;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Op;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Slot;

/** One group of parameters that go through the same rules: its program, pass by pass, on pieces of the model. */
final class ArrayGroup {
    private final Program program;
    private final Map<String, Rule> stages;
    private final Layout layout;
    private final List<Integer> members;
    private final boolean elementwise;
    private final Piece[] pieces;
    /** Where each scalar of the state lies, by slot. */
    private final int[] scalarAt;

    private final int[] treeNumbers;
    private final int[] treeLevels;
    private final int reducing;
    private final Interpreter interpreter;
    private final Uniforms host;
    private final boolean differ;
    private final double[] schedules;
    private final double[] scalars;
    private final double[][] uniforms;
    private final double[][] results;

    private double[] models;
    private double[] gradients;
    private double[] directions;
    private ArrayState state;
    private int count;
    private int done;

    ArrayGroup(Program program, Map<String, Rule> stages, Layout layout, List<Integer> members, Slots.Builder slots) {
        this(program, stages, layout, members, Piece.of(program, layout, members, slots), scalars(program, slots));
    }

    private ArrayGroup(Program program, Map<String, Rule> stages, Layout layout, List<Integer> members, Piece[] pieces,
            int[] scalarAt) {
        this.program = program;
        this.stages = stages;
        this.layout = layout;
        this.members = members;
        this.pieces = pieces;
        this.scalarAt = scalarAt;
        this.elementwise = Piece.elementwise(program);
        this.treeNumbers = IntStream.range(0, program.reductions().size())
                .filter(r -> program.reductions().get(r).scope() == Reduction.Scope.TREE).toArray();
        this.treeLevels = Arrays.stream(treeNumbers).map(r -> program.reductions().get(r).level()).toArray();
        this.reducing = program.reductions().stream().filter(r -> r.kind() != Reduction.Kind.FINITE)
                .mapToInt(r -> r.level() + 1).max().orElse(0);
        this.interpreter = Interpreter.ofSteps(program, reducing);
        this.host = new Uniforms(program);
        this.differ = host.differByTensor();
        this.schedules = new double[program.schedules().size()];
        this.scalars = new double[program.slots().size()];
        this.results = new double[pieces.length][program.reductions().size()];
        this.uniforms = new double[pieces.length][];
        for (int i = 0; i < pieces.length; i++) {
            uniforms[i] = i == 0 || differ ? new double[program.nodes().size()] : uniforms[0];
        }
    }

    ArrayGroup fork() {
        return new ArrayGroup(program, stages, layout, members, pieces, scalarAt);
    }

    private static int[] scalars(Program program, Slots.Builder slots) {
        int[] at = new int[program.slots().size()];
        for (int s = 0; s < at.length; s++) {
            if (program.slots().get(s).kind() == Slot.Kind.SCALAR) at[s] = slots.addScalar(program.slots().get(s));
        }
        return at;
    }

    int members() {
        return members.size();
    }

    boolean isElementwise() {
        return elementwise && pieces.length == 1;
    }

    boolean usesStep() {
        return program.nodes().stream().anyMatch(n -> n.op() == Op.STEP);
    }

    /** Reductions over all parameters; every group has the same ones in the same order. */
    int trees() {
        return treeLevels.length;
    }

    /** Whether this group's part of a reduction over all parameters is there. */
    boolean hasPart(int tree) {
        return treeLevels[tree] < done;
    }

    Reduction.Kind treeKind(int tree) {
        return program.reductions().get(treeNumbers[tree]).kind();
    }

    /** The state before the first step. */
    void start(double[] values, double[] model) {
        for (int s = 0; s < program.slots().size(); s++) {
            Slot slot = program.slots().get(s);
            if (slot.kind() == Slot.Kind.SCALAR) values[scalarAt[s]] = slot.start();
            for (Piece piece : pieces) {
                int at = piece.slots()[s];
                switch (slot.kind()) {
                    case ELEMENT -> Arrays.fill(values, at, at + piece.length(), slot.start());
                    case COPY -> System.arraycopy(model, piece.offset(), values, at, piece.length());
                    case COVER -> Arrays.fill(values, at, at + piece.coverLength(), slot.start());
                    case SCALAR -> { }
                }
            }
        }
    }

    void begin(double[] models, double[] gradients, ArrayState state, long time, double[] directions, int count) {
        this.models = models;
        this.gradients = gradients;
        this.directions = directions;
        this.state = state;
        this.count = count;
        this.done = 0;
        for (int s = 0; s < schedules.length; s++) schedules[s] = scheduled(program.schedules().get(s), time);
        readScalars(state);
        evaluate();
    }

    private void readScalars(ArrayState state) {
        for (int s = 0; s < scalars.length; s++) {
            if (program.slots().get(s).kind() == Slot.Kind.SCALAR) scalars[s] = state.values[scalarAt[s]];
        }
    }

    static double scheduled(Program.Hyperparameter h, long time) {
        double value = h.schedule().at(time);
        if (Double.isNaN(value)) {
            throw new InvalidInput(h.name() + " is NaN in update " + time + "; its schedule must give numbers");
        }
        return value;
    }

    private void evaluate() {
        for (int p = 0; p < pieces.length; p++) {
            if (p > 0 && !differ) return;
            host.evaluate(uniforms[p], state.step() + 1, pieces[p].length(), schedules, scalars, results[p]);
        }
    }

    /** Runs the next reduction pass if all it rests on is there; false if there is none left. */
    boolean advance(boolean[] joined) {
        if (done >= reducing) return false;
        for (int tree = 0; tree < treeLevels.length; tree++) {
            if (treeLevels[tree] < done && !joined[tree]) return true;
        }
        if (done > 0 && host.useReductions()) evaluate();
        for (int p = 0; p < pieces.length; p++) {
            interpreter.reduce(done, pieces[p], models, gradients, state.values, uniforms[p], results[p]);
        }
        done++;
        return true;
    }

    double joinInto(int tree, double total, boolean max) {
        double sum = total;
        for (double[] result : results) {
            double part = result[treeNumbers[tree]];
            sum = max ? Math.max(sum, part) : sum + part;
        }
        return sum;
    }

    void joined(int tree, double total) {
        for (double[] result : results) result[treeNumbers[tree]] = total;
    }

    void update() {
        if (host.useReductions()) evaluate();
        for (int p = 0; p < pieces.length; p++) {
            Piece piece = count == 1 ? pieces[p] : pieces[p].times(count);
            interpreter.update(piece, models, gradients, state.values, uniforms[p], directions);
        }
        program.updates().forEach((slot, node) -> {
            if (program.slots().get(slot).kind() == Slot.Kind.SCALAR) state.values[scalarAt[slot]] = uniforms[0][node];
        });
    }

    boolean hasEvaluationPoint() {
        return last().traits().contains(Trait.EVALUATION_POINT_DIFFERS);
    }

    private Rule last() {
        return stages.get(lastName());
    }

    private String lastName() {
        return List.copyOf(stages.keySet()).get(stages.size() - 1);
    }

    void evaluationPoint(double[] model, ArrayState state, long time, double[] point) {
        Program at = program.evaluation(lastName(), last()::evaluationPoint);
        Interpreter moving = Interpreter.ofPoint(at);
        double[] values = new double[at.nodes().size()];
        double[] atTime = at.schedules().stream().mapToDouble(h -> scheduled(h, time)).toArray();
        double[] moved = new double[point.length];
        readScalars(state);
        for (Piece piece : pieces) {
            new Uniforms(at).evaluate(values, state.step(), piece.length(), atTime, scalars, new double[0]);
            moving.next(piece, model, state.values, values, moved);
            System.arraycopy(moved, piece.offset(), point, piece.offset(), piece.length());
        }
    }
}
