package org.gradus.optim.matrix;

import java.util.List;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the steps of all matrix methods share: operands, desks for the threads that work on them, and the first look.
 *
 * @param <O> an operand with what the method keeps of it
 */
public abstract class OperandStep<O extends Operand> implements MatrixStep {
    /** The factors of all blocks, in order: of pairs up and down of the first, then of the second, ... */
    protected final List<O> operands;
    private final Executor executor;
    private final Desk[] desks;
    private final long elements;

    protected OperandStep(List<O> operands, Executor executor) {
        this.operands = List.copyOf(operands);
        this.executor = executor;
        int rows = operands.stream().mapToInt(Operand::rows).max().orElse(0);
        int columns = operands.stream().mapToInt(Operand::columns).max().orElse(0);
        this.desks = new Desk[executor.threads()];
        for (int i = 0; i < desks.length; i++) desks[i] = new Desk(rows, columns);
        // Work grows with the columns, so that fewer elements are worth another thread.
        this.elements = operands.stream().mapToLong(o -> (long) o.rows() * o.columns() * o.columns()).sum();
    }

    /** Works on one operand. */
    protected interface Stage<O> {
        void on(O operand, Desk desk);
    }

    /** Runs a stage on every operand, in parallel. */
    protected final void each(Stage<O> stage) {
        executor.each(operands.size(), elements, (i, worker) -> stage.on(operands.get(i), desks[worker]));
    }

    @Override
    public final int look(List<INDArray> gradients) {
        int n = operands.size();
        boolean[] finite = new boolean[n];
        boolean[] usable = new boolean[n];
        for (int i = 0; i < n; i++) operands.get(i).take(gradients.get(i));
        executor.each(n, elements, (i, worker) -> {
            Object[] buffers = desks[worker].buffers;
            finite[i] = operands.get(i).gradients().isFinite(buffers);
            usable[i] = operands.get(i).values().isFinite(buffers);
        });
        for (int i = 0; i < n; i++) {
            if (!finite[i]) return i;
            // A factorization of what is not finite would break the step off midway.
            if (!usable[i]) throw new InvalidInput("parameter '" + operands.get(i).factor().name()
                    + "' is not finite; go back to an earlier state with a lower rate");
        }
        return -1;
    }
}
