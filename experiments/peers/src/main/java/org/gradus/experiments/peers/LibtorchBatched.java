package org.gradus.experiments.peers;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.gradus.experiments.bench.LocalSgdWorkload;
import org.gradus.experiments.bench.RoundsContender;

/** A round of Local SGD with all clients as rows of one tensor: a matrix product a step, Q being symmetric. */
final class LibtorchBatched implements RoundsContender {
    private final LocalSgdWorkload workload;
    private final Tensor q;
    private final Tensor centers;
    private final Tensor model;
    private final Scalar rate;
    private final Scalar noise;

    LibtorchBatched(LocalSgdWorkload workload) {
        this.workload = workload;
        try (PointerScope scope = new PointerScope()) {
            q = matrix(workload.hessian());
            centers = matrix(workload.centers());
            model = matrix(new double[1][workload.dimension()]);
            rate = new Scalar(workload.rate());
            noise = new Scalar(workload.noise());
            q.retainReference();
            centers.retainReference();
            model.retainReference();
            rate.retainReference();
            noise.retainReference();
        }
    }

    /** A float64 tensor of these rows. */
    static Tensor matrix(double[][] rows) {
        int n = rows[0].length;
        double[] flat = new double[rows.length * n];
        for (int i = 0; i < rows.length; i++) System.arraycopy(rows[i], 0, flat, i * n, n);
        TensorOptions options = new TensorOptions(torch.ScalarType.Double);
        try (DoublePointer values = new DoublePointer(flat)) {
            return torch.from_blob(values, new long[] {rows.length, n}, options).clone();
        }
    }

    @Override
    public String name() {
        return "libtorch-batched";
    }

    @Override
    public void step() {
        try (PointerScope round = new PointerScope()) {
            Tensor y = model.expand(workload.clients(), workload.dimension()).clone();
            for (int h = 0; h < workload.steps(); h++) {
                Tensor g = torch.mm(y.sub(centers), q);
                if (workload.noise() > 0) g = g.add(torch.randn_like(g), noise);
                y.sub_(g, rate);
            }
            model.copy_(y.mean(new long[] {0}, true, new ScalarTypeOptional()));
        }
    }

    @Override
    public double[] model() {
        double[] values = new double[workload.dimension()];
        try (PointerScope scope = new PointerScope()) {
            model.data_ptr_double().get(values);
        }
        return values;
    }

    @Override
    public void close() {
        q.releaseReference();
        centers.releaseReference();
        model.releaseReference();
        rate.releaseReference();
        noise.releaseReference();
    }
}
