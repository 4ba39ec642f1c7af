package org.gradus.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.optim.execute.Execution;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.execute.TensorMemory;
import org.gradus.optim.execute.Uniforms;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Op;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The steps of one group of parameters: host arithmetic between the passes of its program. */
final class GroupStep {
    private final Binding.Group group;
    private final Program program;
    private final State state;
    private final List<TensorMemory> tensors;
    private final Executor executor;
    private final Execution execution;
    private final List<Pass> passes;
    private final Uniforms host;
    private final long[] lengths;
    private final double[][] uniforms;
    private final double[][] results;
    private final double[] schedules;
    private final double[] scalars;
    /** The reductions over the whole tree, in the order in which every group has them. */
    private final int[] trees;
    private final boolean[] joined;
    private final int watch;
    private final List<Map.Entry<Integer, Integer>> scalarUpdates;
    private final List<INDArray> gradients;
    private int nonFinite;
    private long step;
    private int done;

    GroupStep(Binding.Group group, List<TensorMemory> tensors, State state, Executor executor) {
        this.group = group;
        this.program = group.program();
        this.state = state;
        this.tensors = tensors;
        this.executor = executor;
        this.execution = executor.bind(program, tensors);
        this.passes = program.passes();
        this.host = new Uniforms(program);
        int n = tensors.size();
        this.lengths = tensors.stream().mapToLong(t -> t.parameter().length()).toArray();
        this.results = new double[n][program.reductions().size()];
        this.uniforms = new double[n][];
        boolean each = host.differByTensor();
        for (int j = 0; j < n; j++) {
            uniforms[j] = j == 0 || each ? new double[program.nodes().size()] : uniforms[0];
        }
        this.schedules = new double[program.schedules().size()];
        this.scalars = new double[program.slots().size()];
        this.trees = IntStream.range(0, program.reductions().size())
                .filter(r -> program.reductions().get(r).scope() == Reduction.Scope.TREE).toArray();
        this.joined = new boolean[trees.length];
        this.watch = watch();
        this.scalarUpdates = program.updates().entrySet().stream()
                .filter(u -> program.slots().get(u.getKey()).kind() == Slot.Kind.SCALAR).toList();
        this.gradients = new ArrayList<>(Collections.nCopies(n, null));
    }

    /** The reduction that shows whether a tensor's gradient is finite: every program has one. */
    private int watch() {
        for (int r = 0; r < program.reductions().size(); r++) {
            Reduction reduction = program.reductions().get(r);
            boolean shows = reduction.kind() == Reduction.Kind.FINITE || reduction.kind() == Reduction.Kind.SUM_OF_SQUARES;
            if (shows && program.nodes().get(reduction.argument()).op() == Op.GRADIENT) return r;
        }
        throw new IllegalStateException("the program does not look at its gradient");
    }

    void begin(INDArray[] all, long step) {
        for (int j = 0; j < tensors.size(); j++) gradients.set(j, all[group.members().get(j)]);
        execution.gradients(gradients);
        this.step = step;
        this.done = 0;
        this.nonFinite = -1;
        for (int k = 0; k < joined.length; k++) joined[k] = false;
        for (int s = 0; s < schedules.length; s++) schedules[s] = scheduled(program.schedules().get(s), step);
        for (int s = 0; s < scalars.length; s++) {
            Slot slot = program.slots().get(s);
            if (slot.kind() == Slot.Kind.SCALAR) scalars[s] = state.scalar(slot.name())[0];
        }
        evaluate();
    }

    private static double scheduled(Program.Hyperparameter h, long step) {
        double value = h.schedule().at(step - 1);
        if (Double.isNaN(value)) throw new InvalidInput(h.name() + " is NaN in step " + step + "; its schedule must give numbers");
        return value;
    }

    private void evaluate() {
        for (int j = 0; j < uniforms.length; j++) {
            if (j > 0 && uniforms[j] == uniforms[0]) return;
            host.evaluate(uniforms[j], step, lengths[j], schedules, scalars, results[j]);
        }
    }

    /** Runs the next reduction pass if all it rests on is there; false if there is none left. */
    boolean advance() {
        if (done == passes.size() - 1) return false;
        for (int k = 0; k < trees.length; k++) {
            boolean needed = program.reductions().get(trees[k]).level() < done;
            if (needed && !joined[k]) return true;
        }
        if (done > 0 && host.useReductions()) evaluate();
        execution.reduce(done, uniforms, results);
        if (passes.get(done).reductions().contains(watch)) look();
        done++;
        return true;
    }

    private boolean hasPart(int k) {
        return program.reductions().get(trees[k]).level() < done;
    }

    /** Completes every whole-tree reduction to which each group has given its part. */
    static void joinTrees(GroupStep[] groups) {
        int count = groups.length == 0 ? 0 : groups[0].trees.length;
        for (int k = 0; k < count; k++) {
            boolean ready = !groups[0].joined[k];
            for (GroupStep group : groups) ready &= group.hasPart(k);
            if (ready) join(groups, k);
        }
    }

    private static void join(GroupStep[] groups, int k) {
        Reduction.Kind kind = groups[0].program.reductions().get(groups[0].trees[k]).kind();
        boolean max = kind == Reduction.Kind.MAX;
        double total = max ? Double.NEGATIVE_INFINITY : 0;
        for (GroupStep group : groups) {
            for (double[] result : group.results) {
                double part = result[group.trees[k]];
                total = max ? Math.max(total, part) : total + part;
            }
        }
        for (GroupStep group : groups) {
            for (double[] result : group.results) result[group.trees[k]] = total;
            group.joined[k] = true;
        }
    }

    private void look() {
        for (int j = results.length - 1; j >= 0; j--) {
            if (!Double.isFinite(results[j][watch])) nonFinite = j;
        }
    }

    /** The first tensor whose gradient is not finite, or -1. */
    int nonFinite() {
        return nonFinite;
    }

    NonFiniteGradient failure() {
        return NonFiniteGradient.of(tensors.get(nonFinite).name(), gradients.get(nonFinite), step);
    }

    /** Runs the pass that writes, and keeps the new scalars. */
    void finish() {
        if (host.useReductions()) evaluate();
        execution.update(uniforms);
        for (int i = 0; i < scalarUpdates.size(); i++) {
            Map.Entry<Integer, Integer> update = scalarUpdates.get(i);
            state.scalar(program.slots().get(update.getKey()).name())[0] = uniforms[0][update.getValue()];
        }
    }

    void hyperparameters(Map<String, Double> values) {
        for (int s = 0; s < schedules.length; s++) values.put(program.schedules().get(s).name(), schedules[s]);
    }

    /** Moves the parameters to the last stage's point of evaluation, after keeping copies of them. */
    void moveToEvaluationPoint(Map<INDArray, INDArray> saved) {
        List<String> names = List.copyOf(group.stages().keySet());
        String last = names.get(names.size() - 1);
        Rule rule = group.stages().get(last);
        if (!rule.traits().contains(Trait.EVALUATION_POINT_DIFFERS)) return;
        for (TensorMemory tensor : tensors) saved.put(tensor.parameter(), tensor.parameter().dup().detach());
        Program point = program.evaluation(last, rule::evaluationPoint);
        double[][] values = new double[tensors.size()][point.nodes().size()];
        double[] atLastStep = new double[point.schedules().size()];
        for (int s = 0; s < atLastStep.length; s++) {
            atLastStep[s] = point.schedules().get(s).schedule().at(Math.max(0, state.step() - 1));
        }
        for (int j = 0; j < values.length; j++) {
            new Uniforms(point).evaluate(values[j], state.step(), lengths[j], atLastStep, scalars, new double[0]);
        }
        Execution move = executor.bind(point, tensors);
        move.gradients(tensors.stream().map(TensorMemory::parameter).toList());
        move.update(values);
    }
}
