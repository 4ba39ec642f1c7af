package org.gradus.optim.execute;

import java.util.List;
import org.gradus.optim.program.Program;

/** Runs programs on arrays: {@link Reference} to be read, {@link Fused} to be fast, both of one meaning. */
public interface Executor {
    /** Ties a program to the parameters and state of some tensors; gradients come with each step. */
    Execution bind(Program program, List<TensorMemory> tensors);
}
