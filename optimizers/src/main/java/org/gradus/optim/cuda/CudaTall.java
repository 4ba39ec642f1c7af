package org.gradus.optim.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.matrix.TallExecutor;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tall matrices on the card: two kernels, each one launch for all of one type. */
final class CudaTall implements TallExecutor.TallBatch, AutoCloseable {
    /** Bytes of the structs {@code stack} and {@code rows}. */
    private static final int STACK = 12 * Long.BYTES;
    private static final int ROWS = 4 * Integer.BYTES;
    /** Rows of a piece at least; with few matrices they are cut so that there is a piece for each multiprocessor. */
    private static final int SMALLEST = 256;

    private final Driver driver;
    private final Mirrors mirrors;
    private final List<TallExecutor.Stack> stacks;
    private final Holdings holdings;
    private final int most;
    private final long grams;
    private final long change;
    private final int[] pieceOf;
    private final int count;
    private final ByteBuffer table;
    private final ByteBuffer matrices;
    private final ByteBuffer downloaded;
    private final ByteBuffer argument = Holdings.buffer(4 * Long.BYTES);
    private final DeviceMemory tableMemory;
    private final DeviceMemory matrixMemory;
    private final DeviceMemory pieces;
    private final DeviceMemory partials;
    private List<INDArray> gradients = List.of();

    CudaTall(Driver driver, Modules modules, Mirrors mirrors, List<TallExecutor.Stack> stacks) {
        this.driver = driver;
        this.mirrors = mirrors;
        this.stacks = List.copyOf(stacks);
        this.most = stacks.stream().mapToInt(TallExecutor.Stack::columns).max().orElse(1);
        boolean floats = floats(stacks);
        if (most > TallSource.MOST_COLUMNS) {
            throw new InvalidInput("pairs on the card have at most rank " + TallSource.MOST_COLUMNS + ", but one has " + most
                    + "; bind the optimizer on the host");
        }
        long module = modules.of(TallSource.text(floats, most));
        this.grams = driver.kernel(module, TallSource.GRAMS);
        this.change = driver.kernel(module, TallSource.CHANGE);
        List<int[]> cut = cut();
        this.count = cut.size();
        this.pieceOf = cut.stream().mapToInt(p -> p[0]).toArray();
        this.table = Holdings.buffer(STACK * stacks.size());
        this.matrices = Holdings.buffer(4 * Double.BYTES * most * most * stacks.size());
        this.downloaded = Holdings.buffer(3 * Double.BYTES * most * most * count);
        this.holdings = new Holdings(driver);
        try {
            for (TallExecutor.Stack s : this.stacks) {
                for (INDArray array : List.of(s.a(), s.u(), s.m())) mirrors.copy(array);
            }
            ByteBuffer bytes = Holdings.buffer(ROWS * count);
            for (int[] p : cut) bytes.putInt(p[0]).putInt(p[1]).putInt(p[2]).putInt(0);
            this.pieces = holdings.of(bytes.flip());
            this.tableMemory = holdings.allocate(table.capacity());
            this.matrixMemory = holdings.allocate(matrices.capacity());
            this.partials = holdings.allocate(downloaded.capacity());
        } catch (RuntimeException | Error e) {
            holdings.close();
            throw e;
        }
    }

    private static boolean floats(List<TallExecutor.Stack> stacks) {
        DataType type = stacks.get(0).a().dataType();
        for (TallExecutor.Stack s : stacks) {
            if (s.a().dataType() != type) {
                throw new InvalidInput("pairs on the card must have one data type, but '" + s.name() + "' is "
                        + s.a().dataType() + " beside " + type + "; cast them");
            }
        }
        return type == DataType.FLOAT;
    }

    /** {stack, first row, row after the last}. */
    private List<int[]> cut() {
        long rows = stacks.stream().mapToLong(TallExecutor.Stack::rows).sum();
        int share = (int) Math.max(SMALLEST, rows / (4L * driver.multiprocessors()));
        List<int[]> cut = new ArrayList<>();
        for (int i = 0; i < stacks.size(); i++) {
            for (int from = 0; from < stacks.get(i).rows(); from += share) {
                cut.add(new int[] {i, from, Math.min(stacks.get(i).rows(), from + share)});
            }
        }
        return cut;
    }

    @Override
    public void gradients(List<INDArray> arrays) {
        gradients = List.copyOf(arrays);
    }

    @Override
    public double[][][] grams(double[][] right) {
        table.clear();
        matrices.clear();
        for (int i = 0; i < stacks.size(); i++) put(i, right == null ? null : right[i], null, null, 1, null);
        launch(grams);
        downloaded.clear();
        driver.download(downloaded, partials.address());
        double[][][] sums = new double[stacks.size()][][];
        for (int c = 0; c < count; c++) {
            int i = pieceOf[c];
            if (right != null && right[i] == null) continue;
            int r = stacks.get(i).columns();
            if (sums[i] == null) sums[i] = new double[3][r * r];
            for (int k = 0; k < 3; k++) {
                int at = Double.BYTES * most * most * (3 * c + k);
                for (int e = 0; e < r * r; e++) sums[i][k][e] += downloaded.getDouble(at + Double.BYTES * e);
            }
        }
        return sums;
    }

    @Override
    public void change(List<TallExecutor.Change> changes) {
        table.clear();
        matrices.clear();
        for (int i = 0; i < stacks.size(); i++) {
            TallExecutor.Change c = changes.get(i);
            put(i, c.p(), c.k(), c.x(), c.d(), c.y());
        }
        launch(change);
    }

    private void put(int i, double[] p, double[] k, double[] x, double d, double[] y) {
        TallExecutor.Stack s = stacks.get(i);
        table.putLong(address(s.a())).putLong(mirrors.space(gradients.get(i)).address());
        table.putLong(address(s.u())).putLong(address(s.m()));
        table.putLong(s.transposed() ? 1 : s.columns()).putLong(s.transposed() ? s.rows() : 1);
        table.putLong(small(p)).putLong(small(k)).putLong(small(x)).putLong(small(y));
        table.putDouble(d).putInt(s.columns()).putInt(0);
    }

    private long address(INDArray array) {
        return mirrors.copy(array).address();
    }

    /** Where a small matrix will be; 0 for none. */
    private long small(double[] matrix) {
        if (matrix == null) return 0;
        long at = matrixMemory.address() + matrices.position();
        for (double x : matrix) matrices.putDouble(x);
        return at;
    }

    private void launch(long kernel) {
        driver.upload(tableMemory.address(), table.flip());
        if (matrices.position() > 0) driver.upload(matrixMemory.address(), matrices.flip());
        argument.clear().putLong(tableMemory.address()).putLong(pieces.address());
        if (kernel == grams) argument.putLong(partials.address());
        argument.putInt(count).putInt(0).flip();
        driver.launch(kernel, count, CudaKernel.THREADS, argument);
    }

    @Override
    public void fetch(int stack) {
        mirrors.fetch(stacks.get(stack).a());
        mirrors.fetch(stacks.get(stack).u());
    }

    @Override
    public void fetchGradient(int stack) {
        mirrors.fetch(gradients.get(stack));
    }

    @Override
    public void putBasis(int stack) {
        mirrors.upload(stacks.get(stack).u(), stacks.get(stack).u());
    }

    @Override
    public void close() {
        holdings.close();
    }
}
