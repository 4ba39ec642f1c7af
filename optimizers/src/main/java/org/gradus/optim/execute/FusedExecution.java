package org.gradus.optim.execute;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.program.Node;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The passes of one program over its tensors, cut into pieces that threads share. */
final class FusedExecution implements Execution {
    /** Elements of a piece of the update at most, and at least where there are threads to feed. */
    private static final int LARGEST = 1 << 14;
    private static final int SMALLEST = 1 << 12;
    /** Elements of a block that goes through the heap. */
    private static final int BLOCK = 1 << 10;
    /** Tensors below this length stay on the heap path. */
    private static final int DIRECT = 64;

    private record Piece(int tensor, long start, int length) {}

    /**
     * A pass as the inner loops need it, without boxes.
     *
     * @param sources the column that each reduction takes on the heap: an input, or what the kernel computes for it
     * @param computes whether there is anything to compute before the reductions
     */
    private record Stage(Kernel kernel, int[] arrays, boolean[] read, boolean[] written, boolean[] cover, int[] reduced,
            int[] sources, boolean covered, boolean computes) {
        static Stage of(Pass pass, DataType type) {
            List<Integer> columns = KernelCompiler.columns(pass);
            int n = columns.size();
            int[] reduced = pass.reductions().stream().mapToInt(r -> r).toArray();
            boolean computes = !pass.outputs().isEmpty();
            int[] sources = new int[reduced.length];
            for (int k = 0; k < reduced.length; k++) {
                Node argument = pass.program().nodes().get(pass.program().reductions().get(reduced[k]).argument());
                boolean read = argument.op().leaf() && !argument.uniform();
                sources[k] = read ? columns.indexOf(Pass.array(argument)) : n + k;
                computes |= !read;
            }
            Stage stage = new Stage(KernelCompiler.compile(pass, type), new int[n], new boolean[n], new boolean[n],
                    new boolean[n], reduced, sources, pass.usesCovers(), computes);
            for (int k = 0; k < n; k++) {
                int array = columns.get(k);
                stage.arrays[k] = array;
                stage.read[k] = pass.inputs().contains(array);
                stage.written[k] = pass.outputs().containsKey(array);
                stage.cover[k] = pass.isCover(array);
            }
            return stage;
        }
    }

    private final Stage[] stages;
    private final Reduction[] reductions;
    private final List<TensorMemory> tensors;
    private final Layout[] layouts;
    /** By tensor and array number; null where an array is a cover. */
    private final Memory[][] memories;
    /** By tensor and slot; null where a slot is not a cover. */
    private final Covers[][] covers;
    private final boolean covered;
    private final boolean vectors;
    private final boolean[] direct;
    private final Piece[] reducedPieces;
    private final Piece[] updatedPieces;
    private final Scratch[] scratch;
    private final double[][] partials;
    private final Workers workers;
    private final boolean parallel;
    private final Executor.Task work = this::run;

    private Stage stage;
    private Piece[] pieces;
    private double[][] uniforms;

    /** What one thread needs for a piece. */
    private final class Scratch {
        final Object[] heap;
        final Object sums;
        final Object[] direct;
        final double[] lanes = new double[Fold.LANES * Math.max(1, reductions.length)];

        Scratch(DataType type) {
            int most = 0;
            for (Stage s : stages) most = Math.max(most, s.arrays.length + s.reduced.length);
            heap = new Object[most];
            for (int k = 0; k < most; k++) heap[k] = type == DataType.FLOAT ? new float[BLOCK] : new double[BLOCK];
            sums = type == DataType.FLOAT ? new float[BLOCK] : new double[BLOCK];
            direct = new Object[most];
        }
    }

    FusedExecution(Program program, List<TensorMemory> tensors, Workers workers, long parallelFrom,
            boolean vectors) {
        this.vectors = vectors;
        DataType type = tensors.get(0).parameter().dataType();
        this.stages = program.passes().stream().map(p -> Stage.of(p, type)).toArray(Stage[]::new);
        this.reductions = program.reductions().toArray(new Reduction[0]);
        this.covered = program.slots().stream().anyMatch(s -> s.kind() == Slot.Kind.COVER);
        this.tensors = tensors;
        int n = tensors.size();
        this.layouts = new Layout[n];
        this.memories = new Memory[n][Pass.STATE + program.slots().size()];
        this.covers = new Covers[n][program.slots().size()];
        this.direct = new boolean[n];
        for (int j = 0; j < n; j++) open(j, program);
        this.workers = workers;
        long total = tensors.stream().mapToLong(t -> t.parameter().length()).sum();
        this.parallel = total >= parallelFrom;
        this.reducedPieces = cut(Fold.CHUNK, false);
        long share = total / (4L * workers.threads()) & -BLOCK;
        this.updatedPieces = cut((int) Math.max(SMALLEST, Math.min(LARGEST, share)), true);
        this.partials = new double[reductions.length][reducedPieces.length];
        this.scratch = new Scratch[parallel ? workers.threads() : 1];
        for (int w = 0; w < scratch.length; w++) scratch[w] = new Scratch(type);
    }

    private void open(int j, Program program) {
        TensorMemory tensor = tensors.get(j);
        layouts[j] = Layout.of(tensor.parameter());
        memories[j][Pass.PARAMETER] = new Memory(tensor.name(), tensor.parameter(), layouts[j]);
        for (int slot = 0; slot < program.slots().size(); slot++) {
            List<INDArray> state = tensor.state().get(slot);
            switch (program.slots().get(slot).kind()) {
                case ELEMENT, COPY ->
                    memories[j][Pass.STATE + slot] = new Memory(tensor.name(), state.get(0), layouts[j]);
                case COVER -> covers[j][slot] = new Covers(tensor.name(), layouts[j], state);
                case SCALAR -> { }
            }
        }
    }

    /** Pieces of a tensor with covers are the whole tensor: its slices cross every cut. */
    private Piece[] cut(int chunk, boolean align) {
        List<Piece> cut = new ArrayList<>();
        for (int j = 0; j < tensors.size(); j++) {
            Memory parameter = memories[j][Pass.PARAMETER];
            long length = parameter.array.length();
            long start = 0;
            // An update begins at a cache line; a reduction must not, since its sums are to be the same wherever arrays lie.
            if (align && !covered && parameter.flat && length >= Alignment.WORTHWHILE) {
                start = parameter.elementsToCacheLine();
                if (start > 0) cut.add(new Piece(j, 0, (int) start));
            }
            for (long size = covered ? length : chunk; start < length; start += size) {
                cut.add(new Piece(j, start, Math.toIntExact(Math.min(size, length - start))));
            }
        }
        return cut.toArray(new Piece[0]);
    }

    @Override
    public void gradients(List<INDArray> gradients) {
        for (int j = 0; j < memories.length; j++) {
            INDArray gradient = gradients.get(j);
            Memory known = memories[j][Pass.GRADIENT];
            if (known != null && known.isOf(gradient)) continue;
            memories[j][Pass.GRADIENT] = new Memory(tensors.get(j).name(), gradient, layouts[j]);
            direct[j] = vectors && !covered && gradient.length() >= DIRECT;
            for (Memory memory : memories[j]) direct[j] &= memory == null || memory.flat;
        }
    }

    @Override
    public void reduce(int pass, double[][] uniforms, double[][] results) {
        int[] reduced = stages[pass].reduced;
        for (double[] result : results) {
            for (int r : reduced) result[r] = Fold.start(reductions[r].kind());
        }
        run(stages[pass], reducedPieces, uniforms);
        for (int i = 0; i < pieces.length; i++) {
            double[] result = results[pieces[i].tensor];
            for (int r : reduced) result[r] = Fold.join(reductions[r].kind(), result[r], partials[r][i]);
        }
        if (!covered) return;
        for (Covers[] of : covers) {
            for (int r : reduced) {
                int slot = reductions[r].slot();
                if (slot < 0) continue;
                of[slot].load();
                of[slot].add();
            }
        }
    }

    @Override
    public void update(double[][] uniforms) {
        Stage last = stages[stages.length - 1];
        if (covered) loadReplaced(last);
        run(last, updatedPieces, uniforms);
        if (covered) storeAll(last);
    }

    /** Covers that this pass replaces are read now; those that grow were read by their reduction. */
    private void loadReplaced(Stage last) {
        for (Covers[] of : covers) {
            for (int k = 0; k < last.arrays.length; k++) {
                if (last.cover[k] && last.written[k]) of[last.arrays[k] - Pass.STATE].load();
            }
        }
    }

    private void storeAll(Stage last) {
        for (Covers[] of : covers) {
            for (int k = 0; k < last.arrays.length; k++) {
                if (last.cover[k] && last.written[k]) of[last.arrays[k] - Pass.STATE].replace();
            }
            for (Covers each : of) {
                if (each != null) each.store();
            }
        }
    }

    private void run(Stage stage, Piece[] pieces, double[][] uniforms) {
        this.stage = stage;
        this.pieces = pieces;
        this.uniforms = uniforms;
        if (covered) {
            for (Covers[] of : covers) {
                for (Covers each : of) {
                    if (each != null) each.clear();
                }
            }
        }
        workers.run(pieces.length, parallel, work);
    }

    private void run(int number, int worker) {
        // The update goes backwards: the end of the gradient is still in the cache from the pass that looked at it.
        int index = pieces == updatedPieces ? pieces.length - 1 - number : number;
        Piece piece = pieces[index];
        Scratch mine = scratch[worker];
        for (int k = 0; k < stage.reduced.length; k++) {
            double start = Fold.start(reductions[stage.reduced[k]].kind());
            for (int lane = 0; lane < Fold.LANES; lane++) mine.lanes[k * Fold.LANES + lane] = start;
        }
        int done = 0;
        if (direct[piece.tensor]) {
            done = piece.length & -Kernel.ROUND;
            direct(piece, done, mine);
        }
        for (int from = done; from < piece.length; from += BLOCK) {
            heap(piece, from, Math.min(BLOCK, piece.length - from), mine);
        }
        for (int k = 0; k < stage.reduced.length; k++) {
            int r = stage.reduced[k];
            if (done < piece.length && reductions[r].kind() == Reduction.Kind.FINITE) {
                mine.lanes[k * Fold.LANES] += Fold.total(mine.sums, Math.min(BLOCK, piece.length - done));
            }
            partials[r][index] = Fold.lanes(reductions[r].kind(), mine.lanes, k * Fold.LANES);
        }
    }

    private void direct(Piece piece, int n, Scratch mine) {
        for (int k = 0; k < stage.arrays.length; k++) {
            mine.direct[k] = memories[piece.tensor][stage.arrays[k]].window(piece.start);
        }
        int offset = memories[piece.tensor][Pass.PARAMETER].offset(piece.start);
        stage.kernel.direct(mine.direct, offset, n, uniforms[piece.tensor], mine.lanes);
    }

    private void heap(Piece piece, int from, int n, Scratch mine) {
        long start = piece.start + from;
        int width = stage.arrays.length;
        for (int k = 0; k < width; k++) {
            if (!stage.read[k]) continue;
            if (stage.cover[k]) cover(piece, k).fill(start, n, mine.heap[k]);
            else memory(piece, k).gather(start, n, mine.heap[k]);
        }
        if (stage.computes) stage.kernel.heap(mine.heap, n, uniforms[piece.tensor]);
        for (int k = 0; k < width; k++) {
            if (!stage.written[k]) continue;
            if (stage.cover[k]) cover(piece, k).raise(start, n, mine.heap[k]);
            else memory(piece, k).scatter(start, n, mine.heap[k]);
        }
        for (int k = 0; k < stage.reduced.length; k++) {
            Reduction r = reductions[stage.reduced[k]];
            Object values = mine.heap[stage.sources[k]];
            if (r.slot() >= 0) covers[piece.tensor][r.slot()].raise(start, n, values);
            else if (r.kind() == Reduction.Kind.FINITE) Fold.finite(values, n, mine.sums);
            else Fold.block(r.kind(), values, n, mine.lanes, k * Fold.LANES);
        }
    }

    private Memory memory(Piece piece, int column) {
        return memories[piece.tensor][stage.arrays[column]];
    }

    private Covers cover(Piece piece, int column) {
        return covers[piece.tensor][stage.arrays[column] - Pass.STATE];
    }
}
