package org.gradus.federated.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.optim.program.Op;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Slot;

/**
 * What a program goes over in one loop: a tensor, or neighbouring ones if each element moves by itself.
 *
 * @param offset where it begins in the model
 * @param shape  of the tensor
 * @param slots  where each slot of it begins in the state
 */
record Piece(int offset, int length, long[] shape, int[] slots) {
    /** No element looks at another one of its tensor. */
    static boolean elementwise(Program program) {
        return program.reductions().stream().allMatch(r -> r.kind() == Reduction.Kind.FINITE)
                && program.slots().stream().noneMatch(s -> s.kind() == Slot.Kind.COVER)
                && program.nodes().stream().noneMatch(n -> n.op() == Op.ELEMENTS);
    }

    /** Neighbouring tensors are one piece where elements move by themselves. */
    static Piece[] of(Program program, Layout layout, List<Integer> members, Slots.Builder slots) {
        List<List<Integer>> runs = new ArrayList<>();
        for (int i : members) {
            List<Integer> last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && elementwise(program) && last.get(last.size() - 1) == i - 1) last.add(i);
            else runs.add(new ArrayList<>(List.of(i)));
        }
        int[][] at = new int[runs.size()][program.slots().size()];
        for (int s = 0; s < program.slots().size(); s++) {
            if (program.slots().get(s).kind() == Slot.Kind.SCALAR) continue;
            for (int p = 0; p < at.length; p++) {
                for (int i : runs.get(p)) {
                    int begin = slots.add(program.slots().get(s), layout, i);
                    if (i == runs.get(p).get(0)) at[p][s] = begin;
                }
            }
        }
        Piece[] pieces = new Piece[at.length];
        for (int p = 0; p < at.length; p++) {
            List<Integer> run = runs.get(p);
            int from = layout.offset(run.get(0));
            int to = layout.offset(run.get(run.size() - 1) + 1);
            pieces[p] = new Piece(from, to - from, layout.shape(run.get(0)), at[p]);
        }
        return pieces;
    }

    int coverLength() {
        return (int) Arrays.stream(Slots.axes(shape)).sum();
    }

    Piece times(int count) {
        return new Piece(offset, length * count, shape, slots);
    }
}
