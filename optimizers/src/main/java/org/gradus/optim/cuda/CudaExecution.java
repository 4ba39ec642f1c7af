package org.gradus.optim.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.execute.Execution;
import org.gradus.optim.execute.Fold;
import org.gradus.optim.execute.TensorMemory;
import org.gradus.optim.program.Op;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The passes of one program over its tensors, each one launch. The host waits once for each reduction pass, since it
 * computes with the results; the update is left to run.
 */
final class CudaExecution implements Execution, AutoCloseable {
    /** Bounds of an update's pieces; between them there are enough to keep all multiprocessors busy. */
    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = 1 << 14;
    private static final int PIECES_EACH = 16;
    private static final int MOST_BLOCKS = 1 << 20;

    /** A pass, ready to be launched. */
    private record Stage(CudaKernel kernel, long entry, Pieces pieces, DeviceMemory chunks, DeviceMemory table,
            ByteBuffer rows, ByteBuffer argument) {}

    private final Driver driver;
    private final Residence residence;
    private final List<TensorMemory> tensors;
    private final Reduction[] reductions;
    private final boolean[] watched;
    private final Holdings holdings;
    private final List<Stage> stages = new ArrayList<>();
    private final CoverMemory covers;
    private final int width;
    private final ByteBuffer columns;
    private final DeviceMemory columnTable;
    private final DeviceMemory partials;
    private final ByteBuffer downloaded;
    private final List<INDArray> written = new ArrayList<>();
    private final List<INDArray> resident = new ArrayList<>();
    private List<INDArray> gradients = List.of();

    CudaExecution(Driver driver, Residence residence, CudaSource source, long module, Program program,
            List<TensorMemory> tensors) {
        this.driver = driver;
        this.residence = residence;
        this.tensors = tensors;
        this.reductions = program.reductions().toArray(new Reduction[0]);
        this.watched = new boolean[reductions.length];
        for (int r = 0; r < reductions.length; r++) {
            watched[r] = program.nodes().get(reductions[r].argument()).op() == Op.GRADIENT && reductions[r].slot() < 0;
        }
        this.width = Pass.STATE + program.slots().size();
        this.columns = Holdings.buffer(Long.BYTES * width * tensors.size());
        this.holdings = new Holdings(driver);
        try {
            this.covers = CoverMemory.of(driver, holdings, residence, module, program, tensors);
            fillColumns(program);
            this.columnTable = holdings.allocate(columns.capacity());
            int most = open(source, module, tensors.stream().mapToLong(t -> t.parameter().length()).toArray());
            this.partials = holdings.allocate((long) Double.BYTES * most);
            this.downloaded = Holdings.buffer(Double.BYTES * most);
        } catch (RuntimeException | Error e) {
            holdings.close();
            throw e;
        }
    }

    private void fillColumns(Program program) {
        for (int j = 0; j < tensors.size(); j++) {
            TensorMemory tensor = tensors.get(j);
            put(j, Pass.PARAMETER, residence.address(tensor.name(), tensor.parameter(), tensor.parameter()));
            resident.add(tensor.parameter());
            written.add(tensor.parameter());
            for (int slot = 0; slot < program.slots().size(); slot++) {
                Slot.Kind kind = program.slots().get(slot).kind();
                List<INDArray> state = tensor.state().get(slot);
                written.addAll(state);
                if (kind != Slot.Kind.ELEMENT && kind != Slot.Kind.COPY) continue;
                put(j, Pass.STATE + slot, residence.address(tensor.name(), state.get(0), tensor.parameter()));
            }
        }
    }

    private void put(int tensor, int array, long address) {
        columns.putLong(Long.BYTES * (width * tensor + array), address);
    }

    /** Makes the stages; returns the most partial results that one has. */
    private int open(CudaSource source, long module, long[] lengths) {
        long total = 0;
        for (long length : lengths) total += length;
        long share = total / ((long) PIECES_EACH * driver.multiprocessors()) & -SMALLEST;
        Pieces free = Pieces.cut(lengths, Math.max(SMALLEST, Math.min(LARGEST, share)));
        // With covers a chunk of the CPU's is a whole tensor.
        Pieces ordered = Pieces.cut(lengths, covers == null ? Fold.CHUNK : Integer.MAX_VALUE);
        DeviceMemory freeChunks = free.upload(holdings);
        DeviceMemory orderedChunks = null;
        int most = 0;
        for (CudaKernel kernel : source.kernels()) {
            boolean keeps = kernel.ordered();
            if (keeps && orderedChunks == null) orderedChunks = ordered.upload(holdings);
            Pieces pieces = keeps ? ordered : free;
            ByteBuffer rows = kernel.usesTable() ? Holdings.buffer(kernel.uniformBytes() * lengths.length) : null;
            DeviceMemory table = rows == null ? null : holdings.allocate(rows.capacity());
            stages.add(new Stage(kernel, driver.kernel(module, kernel.name()), pieces, keeps ? orderedChunks : freeChunks,
                    table, rows, Holdings.buffer(kernel.argumentBytes())));
            most = Math.max(most, kernel.reductions().size() * pieces.count());
        }
        return most;
    }

    @Override
    public void gradients(List<INDArray> gradients) {
        this.gradients = List.copyOf(gradients);
        residence.enter(resident);
        boolean moved = false;
        for (int j = 0; j < tensors.size(); j++) {
            long address = residence.gradient(tensors.get(j).name(), gradients.get(j), tensors.get(j).parameter());
            moved |= columns.getLong(Long.BYTES * width * j + Long.BYTES * Pass.GRADIENT) != address;
            put(j, Pass.GRADIENT, address);
        }
        if (moved) driver.upload(columnTable.address(), columns.duplicate().clear());
    }

    @Override
    public void reduce(int pass, double[][] uniforms, double[][] results) {
        Stage stage = stages.get(pass);
        List<Integer> numbers = stage.kernel.pass().reductions();
        for (double[] result : results) {
            for (int r : numbers) result[r] = Fold.start(reductions[r].kind());
        }
        if (covers != null) covers.clear();
        launch(stage, uniforms);
        int count = stage.pieces.count();
        downloaded.clear().limit(Double.BYTES * count * numbers.size());
        if (count > 0) driver.download(downloaded, partials.address());
        for (int k = 0; k < numbers.size(); k++) {
            int r = numbers.get(k);
            if (reductions[r].slot() >= 0) continue;
            for (int c = 0; c < count; c++) {
                double[] result = results[stage.pieces.tensors()[c]];
                result[r] = Fold.join(reductions[r].kind(), result[r], downloaded.getDouble(Double.BYTES * (k * count + c)));
            }
            if (watched[r]) fetchOffending(results, r);
        }
        if (covers != null) covers.grow(numbers.stream().map(r -> reductions[r].slot()).filter(slot -> slot >= 0).toList());
    }

    /** The first gradient that is not finite is to be looked at by the host, which names its element. */
    private void fetchOffending(double[][] results, int r) {
        for (int j = 0; j < results.length; j++) {
            if (Double.isFinite(results[j][r]) || reductions[r].kind() == Reduction.Kind.MAX) continue;
            residence.fetch(gradients.get(j));
            return;
        }
    }

    @Override
    public void update(double[][] uniforms) {
        Stage last = stages.get(stages.size() - 1);
        if (covers != null) covers.clear();
        launch(last, uniforms);
        if (covers != null) covers.store(last.kernel.pass());
        residence.written(written);
    }

    private void launch(Stage stage, double[][] uniforms) {
        int count = stage.pieces.count();
        if (count == 0) return;
        if (stage.rows != null) {
            stage.rows.clear();
            for (double[] values : uniforms) stage.kernel.putUniforms(stage.rows, values);
            driver.upload(stage.table.address(), stage.rows.flip());
        }
        CudaKernel.Addresses at = new CudaKernel.Addresses(columnTable.address(), stage.chunks.address(),
                stage.table == null ? 0 : stage.table.address(), covers == null ? 0 : covers.address(), partials.address());
        stage.kernel.argument(stage.argument, at, count, uniforms[0]);
        driver.launch(stage.entry, Math.min(count, MOST_BLOCKS), CudaKernel.THREADS, stage.argument);
    }

    @Override
    public void close() {
        holdings.close();
    }
}
