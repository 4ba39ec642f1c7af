package org.gradus.optim.cuda;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.Bound;
import org.gradus.optim.Optimizer;
import org.gradus.optim.State;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Program;
import org.gradus.optim.tensor.Tensors;

/** An NVIDIA card. Not for several threads at a time; what is bound to it is closed with it. */
public final class Device implements AutoCloseable {
    private static final String REMEDY =
            "; build with -Pcuda (see docs/cuda.md) on a machine with an NVIDIA card and its driver";

    /** Rounds, and copies in each. */
    private static final int COPIES = 10;

    private final Driver driver;
    private final Modules modules;
    private final List<Cuda> bound = new ArrayList<>();
    private boolean closed;

    Device(Driver driver) {
        this.driver = driver;
        this.modules = new Modules(driver);
    }

    /**
     * Opens a card.
     *
     * @param ordinal its number, from 0
     * @throws InvalidInput if there is none, or no driver, or the CUDA libraries are not on the class path
     */
    public static Device open(int ordinal) {
        try {
            return new Device(new CudaDriver(ordinal));
        } catch (CudaFailure e) {
            throw new InvalidInput("CUDA cannot be used here: " + e.getMessage() + REMEDY, e);
        } catch (LinkageError e) {
            boolean classes = e instanceof NoClassDefFoundError && e.getCause() instanceof ClassNotFoundException;
            String what = classes ? "its Java classes are not on the class path"
                    : "its libraries cannot be loaded (" + cause(e) + ")";
            throw new InvalidInput("CUDA cannot be used here: " + what + REMEDY, e);
        }
    }

    /** JavaCPP's message has the search path; what it could not find is in the cause. */
    private static String cause(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) deepest = deepest.getCause();
        return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
    }

    /** The card's name and architecture. */
    public String name() {
        return driver.device();
    }

    /** Nanoseconds of copying so many bytes inside the card's memory: the best of some tries, for comparison. */
    public double copyNanos(long bytes) {
        try (Holdings holdings = new Holdings(driver)) {
            long from = holdings.allocate(bytes).address();
            long to = holdings.allocate(bytes).address();
            driver.clear(from, bytes);
            double best = Double.POSITIVE_INFINITY;
            for (int round = 0; round < COPIES; round++) {
                driver.synchronize();
                long start = System.nanoTime();
                for (int i = 0; i < COPIES; i++) driver.copy(to, from, bytes);
                driver.synchronize();
                best = Math.min(best, (System.nanoTime() - start) / (double) COPIES);
            }
            return best;
        }
    }

    /** An optimizer with fresh state on copies of these parameters on the card. */
    public DeviceBound bind(Optimizer optimizer, Tensors parameters) {
        return bind(optimizer, parameters, optimizer.init(parameters));
    }

    /** The same with existing state, which is copied too. */
    public DeviceBound bind(Optimizer optimizer, Tensors parameters, State state) {
        DeviceBound made = new DeviceBound(driver, modules, optimizer, parameters, state);
        keep(made.cuda());
        return made;
    }

    /**
     * An optimizer on arrays of ND4J's CUDA back end, in place. They must lie row by row without gaps.
     *
     * @throws InvalidInput if ND4J runs on the CPU
     */
    public Bound bindNd4j(Optimizer optimizer, Tensors parameters, State state) {
        if (!(driver instanceof CudaDriver real)) throw new IllegalStateException("ND4J's arrays are on no such device");
        Cuda cuda = new Cuda(driver, modules, new Nd4jArrays(real));
        keep(cuda);
        return new Bound(optimizer, parameters, state, cuda);
    }

    /**
     * A program on many models at once, all zero at first.
     *
     * @param program with state of one number an element, without reductions over all tensors
     * @param shapes of the tensors of one model
     * @param rows how many models
     */
    public DeviceRows rows(Program program, List<long[]> shapes, int rows) {
        DeviceRows made = new DeviceRows(driver, modules, program, shapes, rows);
        keep(made.cuda());
        return made;
    }

    Driver driver() {
        return driver;
    }

    private void keep(Cuda cuda) {
        bound.removeIf(Cuda::isClosed);
        bound.add(cuda);
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            bound.forEach(Cuda::close);
            modules.close();
        } finally {
            driver.close();
        }
    }
}
