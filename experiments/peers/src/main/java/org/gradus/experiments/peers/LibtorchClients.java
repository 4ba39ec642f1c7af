package org.gradus.experiments.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.gradus.experiments.bench.LocalSgdWorkload;
import org.gradus.experiments.bench.RoundsContender;

/** A round of Local SGD with a tensor for each client, one client after the other, as simulators hold their models. */
final class LibtorchClients implements RoundsContender {
    private final LocalSgdWorkload workload;
    private final Tensor q;
    private final Tensor[] centers;
    private final Tensor model;
    private final Scalar rate;
    private final Scalar noise;
    private final Scalar share;

    LibtorchClients(LocalSgdWorkload workload) {
        this.workload = workload;
        try (PointerScope scope = new PointerScope()) {
            q = LibtorchBatched.matrix(workload.hessian());
            double[][] rows = workload.centers();
            centers = new Tensor[rows.length];
            for (int m = 0; m < rows.length; m++) centers[m] = LibtorchBatched.matrix(new double[][] {rows[m]}).squeeze();
            model = LibtorchBatched.matrix(new double[1][workload.dimension()]).squeeze();
            rate = new Scalar(workload.rate());
            noise = new Scalar(workload.noise());
            share = new Scalar(1.0 / rows.length);
            q.retainReference();
            model.retainReference();
            for (Tensor center : centers) center.retainReference();
            rate.retainReference();
            noise.retainReference();
            share.retainReference();
        }
    }

    @Override
    public String name() {
        return "libtorch-clients";
    }

    @Override
    public void step() {
        try (PointerScope round = new PointerScope()) {
            Tensor sum = torch.zeros_like(model);
            for (Tensor center : centers) {
                Tensor y = model.clone();
                for (int h = 0; h < workload.steps(); h++) {
                    Tensor g = torch.mv(q, y.sub(center));
                    if (workload.noise() > 0) g = g.add(torch.randn_like(g), noise);
                    y.sub_(g, rate);
                }
                sum.add_(y, share);
            }
            model.copy_(sum);
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
        model.releaseReference();
        for (Tensor center : centers) center.releaseReference();
        rate.releaseReference();
        noise.releaseReference();
        share.releaseReference();
    }
}
