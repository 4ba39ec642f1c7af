package org.gradus.experiments.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.gradus.experiments.bench.LoraContender;
import org.gradus.experiments.bench.LoraWorkload;

/**
 * LoRA-RITE (arXiv 2410.20625) as one writes it with libtorch's tensors: QR by LAPACK, products by BLAS in float32, what
 * is r x r in float64. The options are those of Gradus's preset {@code toolkit}: moving averages, decays that grow from
 * 0, row mean, eps 1e-6 outside the root, relative cutoff 1e-12. All factors must have full rank, so that no
 * generalized inverse is needed. A unit is a pair, or all pairs of the same size in one batch.
 *
 * <p>BLAS and LAPACK run on one thread. With two, OpenBLAS wakes the other one for each column of a QR, and one of
 * 4096 x 64 took 15 ms and more in place of 2.4 ms, one of 768 x 8 up to 4 ms in place of 25 us (on two busy cores).
 */
final class LibtorchLoraRite implements LoraContender {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPS = 1e-6;
    private static final double CUTOFF = 1e-12;
    private static final double RANK_TOLERANCE = 1e-5;

    private final String name;
    private final LoraWorkload workload;
    private final double lr;
    private final List<Side> sides = new ArrayList<>();
    private int t;

    /** One factor of each pair in a unit; tensors are tall, of rows x r, down being a transposed view. */
    private static final class Side {
        final Tensor value;
        final Tensor gradient;
        final Tensor nu;
        Tensor mu;
        Tensor basis;
        /** Of this step: the inverse triangle and the turn from the last basis, both r x r. */
        Tensor inverse;
        Tensor turn;

        Side(Tensor value, Tensor gradient) {
            this.value = kept(value);
            this.gradient = kept(gradient);
            mu = kept(torch.zeros_like(value));
            basis = kept(torch.zeros_like(value));
            nu = kept(value.mT().matmul(value).to(ScalarType.Double).zero_());
        }
    }

    LibtorchLoraRite(String name, LoraWorkload workload, double lr, boolean batched) {
        this.name = name;
        this.workload = workload;
        this.lr = lr;
        int size = batched ? workload.pairs() : 1;
        long m = workload.m();
        long n = workload.n();
        long r = workload.r();
        try (PointerScope scope = new PointerScope()) {
            for (int first = 0; first < workload.pairs(); first += size) {
                sides.add(new Side(tensor(workload::up, first, size, m, r),
                        tensor(workload::upGradient, first, size, m, r)));
                sides.add(new Side(tensor(workload::down, first, size, r, n).mT(),
                        tensor(workload::downGradient, first, size, r, n).mT()));
            }
        }
    }

    private static Tensor tensor(IntFunction<float[]> values, int first, int size, long rows, long columns) {
        if (size == 1) return torch.tensor(values.apply(first)).view(rows, columns);
        TensorVector parts = new TensorVector();
        for (int i = first; i < first + size; i++) parts.push_back(torch.tensor(values.apply(i)).view(rows, columns));
        return torch.stack(parts);
    }

    /** One more reference to the tensor, which outlives the scope around it. */
    private static Tensor kept(Tensor tensor) {
        Tensor own = new Tensor(tensor);
        own.retainReference();
        return own;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare() {
        openblas_nolapack.blas_set_num_threads(1);
    }

    @Override
    public void step() {
        t++;
        for (int i = 0; i < sides.size(); i += 2) {
            try (PointerScope scope = new PointerScope()) {
                Side up = sides.get(i);
                Side down = sides.get(i + 1);
                split(up);
                split(down);
                move(up, down);
                move(down, up);
            }
        }
    }

    private static void split(Side side) {
        T_TensorTensor_T qr = torch.linalg_qr(side.value);
        side.turn = qr.get0().mT().matmul(side.basis);
        Tensor old = side.basis;
        side.basis = kept(qr.get0());
        old.releaseReference();
        Tensor triangle = qr.get1().to(ScalarType.Double);
        T_TensorTensor_T values = torch.linalg_svdvals(triangle).aminmax();
        if (values.get0().item_double() <= RANK_TOLERANCE * values.get1().item_double()) {
            throw new IllegalStateException("a factor lacks rank");
        }
        side.inverse = torch.linalg_inv(triangle).to(ScalarType.Float);
    }

    private void move(Side side, Side partner) {
        Tensor unmagnified = side.gradient.matmul(partner.inverse);
        Tensor gram = unmagnified.mT().matmul(unmagnified).to(ScalarType.Double);
        Tensor turn = partner.turn.to(ScalarType.Double);
        double beta2 = decay(BETA2);
        Tensor transported = turn.matmul(side.nu).matmul(turn.mT());
        transported = transported.add(transported.mT()).mul(new Scalar(beta2 / 2));
        side.nu.copy_(transported.add(gram, new Scalar((1 - beta2) / side.value.size(-2))));
        double beta1 = decay(BETA1);
        Tensor mu = side.mu.matmul(partner.turn.mT());
        addProduct(mu, unmagnified, inverseRoot(side.nu).to(ScalarType.Float), beta1, 1 - beta1);
        Tensor old = side.mu;
        side.mu = kept(mu);
        old.releaseReference();
        addProduct(side.value, mu, partner.inverse.mT(), 1, -lr);
    }

    private double decay(double beta) {
        return beta * (1 - Math.pow(beta, t - 1)) / (1 - Math.pow(beta, t));
    }

    private static Tensor inverseRoot(Tensor nu) {
        T_TensorTensor_T eigen = torch.linalg_eigh(nu);
        Tensor values = eigen.get0();
        Tensor largest = values.narrow(-1, values.size(-1) - 1, 1);
        Tensor inverse = values.clamp_min(new Scalar(0.0)).sqrt().add(new Scalar(EPS)).reciprocal();
        inverse = inverse.masked_fill(values.le(largest.mul(new Scalar(CUTOFF))), new Scalar(0.0));
        return eigen.get1().mul(inverse.unsqueeze(-2)).matmul(eigen.get1().mT());
    }

    /** c = beta c + alpha a b, in place. */
    private static void addProduct(Tensor c, Tensor a, Tensor b, double beta, double alpha) {
        if (c.dim() == 2) c.addmm_(a, b, new Scalar(beta), new Scalar(alpha));
        else c.baddbmm_(a, b, new Scalar(beta), new Scalar(alpha));
    }

    @Override
    public float[] factors() {
        float[] all = new float[(int) workload.total()];
        int m = workload.m();
        int n = workload.n();
        int r = workload.r();
        try (PointerScope scope = new PointerScope()) {
            int units = sides.size() / 2;
            int size = workload.pairs() / units;
            for (int unit = 0; unit < units; unit++) {
                int at = unit * size * (m + n) * r;
                read(sides.get(2 * unit).value, all, at, size, m * r, (m + n) * r);
                read(sides.get(2 * unit + 1).value.mT(), all, at + m * r, size, n * r, (m + n) * r);
            }
        }
        return all;
    }

    /** Copies each matrix of the tensor to its place; they stand a stride apart. */
    private static void read(Tensor tensor, float[] all, int at, int matrices, int length, int stride) {
        float[] values = new float[matrices * length];
        tensor.contiguous().data_ptr_float().get(values);
        for (int i = 0; i < matrices; i++) System.arraycopy(values, i * length, all, at + i * stride, length);
    }

    @Override
    public void close() {
        for (Side side : sides) {
            for (Tensor kept : List.of(side.value, side.gradient, side.nu, side.mu, side.basis)) kept.releaseReference();
        }
    }
}
