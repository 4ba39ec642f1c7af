package org.gradus.optim.dl4j;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.gradus.optim.execute.Execution;
import org.gradus.optim.execute.Fused;
import org.gradus.optim.execute.TensorMemory;
import org.gradus.optim.execute.Uniforms;
import org.gradus.optim.program.Op;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns one gradient into the direction of its step, in place: rules whose program hands on, bound to the memory of the
 * gradient and of DL4J's state.
 */
final class DirectionStep {
    private static final Fused FUSED = new Fused();

    private final String owner;
    private final Program program;
    private final INDArray gradient;
    private final Execution execution;
    private final Uniforms host;
    private final double[][] uniforms;
    private final double[][] results;
    private final double[] schedules;
    private final double[] scalars;
    /** The reduction that shows whether the gradient is finite: every program has one. */
    private final int watch;
    /** Passes that only read. */
    private final int reducing;
    /** Whether the rules keep numbers beside their arrays. */
    private final boolean numbered;
    private long step;

    /**
     * @param owner what the gradient is of, for messages
     * @param state for each slot its arrays: one, an axis each for covers, none for scalars
     */
    DirectionStep(String owner, Program program, INDArray gradient, List<List<INDArray>> state) {
        this.owner = owner;
        this.program = program;
        this.gradient = gradient;
        this.execution = FUSED.bind(program, List.of(new TensorMemory("gradient", gradient, state)));
        execution.gradients(List.of(gradient));
        this.host = new Uniforms(program);
        this.uniforms = new double[1][program.nodes().size()];
        this.results = new double[1][program.reductions().size()];
        this.schedules = new double[program.schedules().size()];
        this.scalars = new double[program.slots().size()];
        this.reducing = program.passes().size() - 1;
        this.numbered = program.slots().stream().anyMatch(s -> s.kind() == Slot.Kind.SCALAR);
        this.watch = IntStream.range(0, program.reductions().size()).filter(this::watches).findFirst().orElseThrow();
        start();
    }

    private boolean watches(int r) {
        Reduction reduction = program.reductions().get(r);
        return (reduction.kind() == Reduction.Kind.FINITE || reduction.kind() == Reduction.Kind.SUM_OF_SQUARES)
                && program.nodes().get(reduction.argument()).op() == Op.GRADIENT;
    }

    private void start() {
        step = 0;
        for (int s = 0; s < scalars.length; s++) scalars[s] = program.slots().get(s).start();
    }

    INDArray gradient() {
        return gradient;
    }

    /**
     * Makes step {@code number}, from 1.
     *
     * @param scheduled the value of a hyperparameter in this step
     */
    void apply(long number, ToDoubleFunction<Program.Hyperparameter> scheduled) {
        if (numbered) catchUp(number);
        for (int s = 0; s < schedules.length; s++) schedules[s] = scheduled.applyAsDouble(program.schedules().get(s));
        evaluate(number);
        for (int pass = 0; pass < reducing; pass++) {
            if (pass > 0 && host.useReductions()) evaluate(number);
            execution.reduce(pass, uniforms, results);
        }
        if (!Double.isFinite(results[0][watch])) {
            throw new IllegalStateException("the gradient of " + owner + " is not finite in step " + number
                    + "; parameters are as they were, but updaters of other layers may have moved their state:"
                    + " go back to a saved network, lower the rate or clip");
        }
        if (host.useReductions()) evaluate(number);
        execution.update(uniforms);
        keepScalars(number);
    }

    /**
     * The numbers of a rule that sees one gradient depend on nothing but the step, so DL4J need not save them: after a
     * network was loaded the steps so far are counted through again, without their arrays.
     */
    private void catchUp(long number) {
        if (step >= number) start();
        while (step < number - 1) {
            for (int s = 0; s < schedules.length; s++) schedules[s] = program.schedules().get(s).schedule().at(step);
            evaluate(step + 1);
            keepScalars(step + 1);
        }
    }

    private void evaluate(long number) {
        host.evaluate(uniforms[0], number, gradient.length(), schedules, scalars, results[0]);
    }

    private void keepScalars(long number) {
        for (Map.Entry<Integer, Integer> update : program.updates().entrySet()) {
            boolean scalar = program.slots().get(update.getKey()).kind() == Slot.Kind.SCALAR;
            if (scalar) scalars[update.getKey()] = uniforms[0][update.getValue()];
        }
        step = number;
    }
}
