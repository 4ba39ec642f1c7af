package org.gradus.optim.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.execute.Execution;
import org.gradus.optim.execute.TensorMemory;
import org.gradus.optim.matrix.TallExecutor;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Program;

/**
 * The executor of an NVIDIA card. It runs the passes that the CPU runs, in kernels made from the same program, and adds in
 * the same order, so a step has the same bits. {@link DeviceBound} keeps parameters on the card in memory of its own;
 * {@link Device#bindNd4j} steps the arrays of ND4J's CUDA back end.
 *
 * <p>Kernels are compiled when a program first comes. Of the methods on whole matrices it runs what asks for products of
 * tall ones; all others work in the host's memory and are refused.
 */
final class Cuda implements TallExecutor, AutoCloseable {
    /** What an execution was made from; schedules and the like are compared by value. */
    private record Key(Program program, List<TensorMemory> tensors) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.tensors == tensors && key.program.equals(program);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(tensors);
        }
    }

    private final Driver driver;
    private final Residence residence;
    private final Modules modules;
    private final Map<Key, CudaExecution> executions = new HashMap<>();
    private final List<CudaTall> batches = new ArrayList<>();
    private boolean closed;

    /** Closes the residence, but neither the driver nor the modules, when it is closed. */
    Cuda(Driver driver, Modules modules, Residence residence) {
        this.driver = driver;
        this.modules = modules;
        this.residence = residence;
    }

    /** The same again for the same program and tensors: an evaluation view binds its program each time it is opened. */
    @Override
    public Execution bind(Program program, List<TensorMemory> tensors) {
        Key key = new Key(program, tensors);
        CudaExecution known = executions.get(key);
        if (known != null) return known;
        CudaSource source = CudaSource.of(program, tensors.get(0).parameter().dataType());
        CudaExecution made = new CudaExecution(driver, residence, source, modules.of(source.text()), program, tensors);
        executions.put(key, made);
        return made;
    }

    @Override
    public TallBatch batch(List<Stack> stacks) {
        if (!(residence instanceof Mirrors mirrors)) {
            throw new InvalidInput("pairs do not run in place on ND4J's CUDA arrays; keep them in a DeviceBound");
        }
        CudaTall made = new CudaTall(driver, modules, mirrors, stacks);
        batches.add(made);
        return made;
    }

    @Override
    public int threads() {
        throw new InvalidInput("of the methods on whole matrices and pairs only lora-rite runs on the card; bind others on"
                + " the host");
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        driver.synchronize();
        executions.values().forEach(CudaExecution::close);
        batches.forEach(CudaTall::close);
        residence.close();
    }
}
