package org.gradus.optim.cuda;

import java.nio.ByteBuffer;
import java.util.List;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Reduction;

/**
 * One pass as a kernel. A launch takes one argument, a struct whose fields {@link KernelText} declares and
 * {@link #argument} writes in the same order: pointers, two ints, and the uniform values.
 */
final class CudaKernel {
    /** Threads of a block. */
    static final int THREADS = 256;
    /** Uniform values go by value up to so many bytes (a launch takes 4,096 on any card), otherwise through memory. */
    private static final int BY_VALUE = 3_000;

    private final String name;
    private final Pass pass;
    private final boolean floats;
    private final boolean table;
    private final Elements elements;
    private final List<Integer> uniforms;
    private final List<Reduction> reductions;

    /** @param byTensor whether uniform values differ between tensors */
    CudaKernel(String name, Pass pass, boolean floats, boolean byTensor) {
        this.name = name;
        this.pass = pass;
        this.floats = floats;
        this.elements = new Elements(pass, floats);
        this.uniforms = elements.uniforms();
        this.reductions = pass.reductions().stream().map(pass.program().reductions()::get).toList();
        this.table = byTensor && !uniforms.isEmpty() || uniformBytes() > BY_VALUE;
    }

    String name() {
        return name;
    }

    Pass pass() {
        return pass;
    }

    Elements elements() {
        return elements;
    }

    List<Integer> uniforms() {
        return uniforms;
    }

    List<Reduction> reductions() {
        return reductions;
    }

    /** Bytes of an element. */
    int width() {
        return floats ? Float.BYTES : Double.BYTES;
    }

    /** Whether uniform values are read from memory, one struct a tensor. */
    boolean usesTable() {
        return table;
    }

    boolean usesCovers() {
        return pass.usesCovers();
    }

    /** Whether results depend on the order of their terms: then pieces and lanes are those of the CPU. */
    boolean ordered() {
        return reductions.stream().anyMatch(r -> r.kind() != Reduction.Kind.FINITE && r.slot() < 0);
    }

    /** Bytes of one struct of uniform values. */
    int uniformBytes() {
        return uniforms.size() * width();
    }

    void putUniforms(ByteBuffer to, double[] values) {
        for (int id : uniforms) {
            if (floats) to.putFloat((float) values[id]);
            else to.putDouble(values[id]);
        }
    }

    /** What the addresses in a launch are. Those that a kernel has no field for are ignored. */
    record Addresses(long columns, long chunks, long uniforms, long covers, long partials) {}

    /**
     * Writes the struct of one launch.
     *
     * @param count of pieces
     * @param values of uniform nodes, where they go by value
     */
    void argument(ByteBuffer to, Addresses at, int count, double[] values) {
        to.clear();
        to.putLong(at.columns).putLong(at.chunks);
        if (table) to.putLong(at.uniforms);
        if (usesCovers()) to.putLong(at.covers);
        if (!reductions.isEmpty()) to.putLong(at.partials);
        to.putInt(count).putInt(0);
        if (!table) putUniforms(to, values);
        while (to.position() % Long.BYTES != 0) to.put((byte) 0);
        to.flip();
    }

    int argumentBytes() {
        return 7 * Long.BYTES + (table ? 0 : uniformBytes());
    }
}
