package org.gradus.optim.execute;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradus.optim.program.Node;
import org.gradus.optim.program.Op;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;

/**
 * The uniform part of a program: schedules, powers of decay rates, trust ratios. It is evaluated on the host in
 * float64, once a step, or once a tensor where reductions or lengths of tensors come in.
 */
public final class Uniforms {
    private final Node[] nodes;
    private final int[] order;
    private final boolean differByTensor;
    private final boolean useReductions;

    public Uniforms(Program program) {
        this.nodes = program.nodes().toArray(new Node[0]);
        this.order = IntStream.range(0, nodes.length).filter(id -> nodes[id].uniform()).toArray();
        this.useReductions = Arrays.stream(nodes).anyMatch(n -> n.op() == Op.REDUCTION);
        this.differByTensor = Arrays.stream(nodes).anyMatch(n -> n.op() == Op.ELEMENTS || n.op() == Op.REDUCTION
                && program.reductions().get(n.index()).scope() == Reduction.Scope.TENSOR);
    }

    /** Whether values differ between tensors. */
    public boolean differByTensor() {
        return differByTensor;
    }

    /** Whether values rest on reductions, so that they must be computed again after each pass. */
    public boolean useReductions() {
        return useReductions;
    }

    /**
     * Computes every uniform node; what rests on a reduction that has not run yet is not to be read.
     *
     * @param values by node, written
     * @param step 1, 2, ...
     */
    public void evaluate(double[] values, long step, long elements, double[] schedules, double[] scalars,
            double[] reductions) {
        for (int id : order) {
            Node node = nodes[id];
            values[id] = switch (node.op()) {
                case CONSTANT -> node.value();
                case STEP -> step;
                case ELEMENTS -> elements;
                case SCHEDULE -> schedules[node.index()];
                case SCALAR -> scalars[node.index()];
                case REDUCTION -> reductions[node.index()];
                default -> node.op().apply(at(values, node.a()), at(values, node.b()), at(values, node.c()),
                        at(values, node.d()));
            };
        }
    }

    private static double at(double[] values, int id) {
        return id < 0 ? 0 : values[id];
    }
}
