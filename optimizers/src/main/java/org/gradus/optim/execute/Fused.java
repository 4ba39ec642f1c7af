package org.gradus.optim.execute;

import java.util.List;
import org.gradus.optim.program.Program;

/**
 * The CPU executor: each pass is one compiled loop over all tensors, split over threads from {@link #PARALLEL}
 * elements on. It runs on float32 and float64 arrays of any order, offset and stride; arrays that are dense in one
 * common order are read in place by the Vector API, all others block by block through the heap.
 */
public final class Fused implements Executor {
    /** Elements from which a pass is worth waking another thread; measured, see ARCHITECTURE.md. */
    public static final long PARALLEL = 1 << 16;

    private final Workers workers;
    private final long parallel;
    private final boolean vectors;

    /** The threads that all executors share, and the Vector API where there is one. */
    public Fused() {
        this(Workers.SHARED, PARALLEL, true);
    }

    /**
     * An executor with threads of its own, for measurements and tests.
     *
     * @param parallelFrom elements from which all threads work
     * @param vectors false: as on a JVM without the Vector API
     */
    public Fused(int threads, long parallelFrom, boolean vectors) {
        this(new Workers(threads), parallelFrom, vectors);
    }

    private Fused(Workers workers, long parallel, boolean vectors) {
        this.workers = workers;
        this.parallel = parallel;
        this.vectors = vectors && Vectors.available();
    }

    @Override
    public Execution bind(Program program, List<TensorMemory> tensors) {
        return new FusedExecution(program, tensors, workers, parallel, vectors);
    }

    @Override
    public int threads() {
        return workers.threads();
    }

    @Override
    public void each(int pieces, long elements, Task task) {
        workers.run(pieces, elements >= parallel, task);
    }
}
