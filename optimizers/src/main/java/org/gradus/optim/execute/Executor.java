package org.gradus.optim.execute;

import java.util.List;
import org.gradus.optim.program.Program;

/** Runs programs on arrays: {@link Reference} to be read, {@link Fused} to be fast, both of one meaning. */
public interface Executor {
    /** Ties a program to the parameters and state of some tensors; gradients come with each step. */
    Execution bind(Program program, List<TensorMemory> tensors);

    /** One of many independent pieces of work. */
    interface Task {
        /** @param worker numbers the threads from 0, for memory that each has to itself */
        void run(int piece, int worker);
    }

    /** The most threads that {@link #each} uses. */
    default int threads() {
        return 1;
    }

    /**
     * Runs every piece once and returns when all are done: for methods on whole matrices.
     *
     * @param elements of all pieces together; few are not worth waking another thread
     */
    default void each(int pieces, long elements, Task task) {
        for (int piece = 0; piece < pieces; piece++) task.run(piece, 0);
    }
}
