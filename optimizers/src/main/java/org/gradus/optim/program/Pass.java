package org.gradus.optim.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One trip over the elements: which arrays it reads, which nodes it computes, what it writes and what it reduces.
 * Arrays are numbered: {@link #GRADIENT}, {@link #PARAMETER}, then {@code STATE + slot}.
 *
 * @param body elementwise nodes to compute, in order, leaves among them
 * @param uniforms uniform nodes that the body uses
 * @param inputs arrays that are read
 * @param outputs array number to the node written there
 * @param reductions numbers of the program's reductions that this pass computes
 */
public record Pass(Program program, List<Integer> body, List<Integer> uniforms, List<Integer> inputs,
        Map<Integer, Integer> outputs, List<Integer> reductions) {
    public static final int GRADIENT = 0;
    public static final int PARAMETER = 1;
    public static final int STATE = 2;

    static Pass reducing(Program program, int level) {
        List<Integer> reductions = new ArrayList<>();
        for (int i = 0; i < program.reductions().size(); i++) {
            if (program.reductions().get(i).level() == level) reductions.add(i);
        }
        return over(program, new TreeMap<>(), reductions);
    }

    static Pass updating(Program program) {
        Map<Integer, Integer> outputs = new TreeMap<>();
        outputs.put(PARAMETER, program.next());
        program.updates().forEach((slot, node) -> {
            if (program.slots().get(slot).kind() != Slot.Kind.SCALAR) outputs.put(STATE + slot, node);
        });
        return over(program, outputs, List.of());
    }

    private static Pass over(Program program, Map<Integer, Integer> outputs, List<Integer> reductions) {
        List<Integer> roots = new ArrayList<>(outputs.values());
        reductions.forEach(r -> roots.add(program.reductions().get(r).argument()));
        List<Node> nodes = program.nodes();
        boolean[] used = new boolean[nodes.size()];
        for (int root : roots) used[root] = true;
        List<Integer> uniforms = new ArrayList<>();
        List<Integer> body = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>();
        for (int id = nodes.size() - 1; id >= 0; id--) {
            if (!used[id]) continue;
            Node node = nodes.get(id);
            if (node.uniform()) {
                uniforms.add(0, id);
                continue;
            }
            body.add(0, id);
            if (node.op().leaf()) inputs.add(0, array(node));
            for (int i = 0; i < node.op().arity(); i++) used[node.argument(i)] = true;
        }
        return new Pass(program, List.copyOf(body), List.copyOf(uniforms), List.copyOf(inputs), outputs,
                List.copyOf(reductions));
    }

    /** The array that a leaf reads. */
    public static int array(Node leaf) {
        return switch (leaf.op()) {
            case GRADIENT -> GRADIENT;
            case PARAMETER -> PARAMETER;
            case STATE, COVER -> STATE + leaf.index();
            default -> throw new IllegalStateException(leaf.op() + " reads no array");
        };
    }

    /** Whether it reads or makes slice maxima, which know the element's place in the tensor. */
    public boolean usesCovers() {
        return inputs.stream().anyMatch(this::isCover) || outputs.keySet().stream().anyMatch(this::isCover)
                || reductions.stream().anyMatch(r -> program.reductions().get(r).slot() >= 0);
    }

    public boolean isCover(int array) {
        return array >= STATE && program.slots().get(array - STATE).kind() == Slot.Kind.COVER;
    }

    /** Arithmetic operations for one element, one counted for each reduction. */
    int operations() {
        return (int) body.stream().filter(id -> !program.nodes().get(id).op().leaf()).count() + reductions.size();
    }
}
