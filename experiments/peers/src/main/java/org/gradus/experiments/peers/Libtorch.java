package org.gradus.experiments.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch;
import org.gradus.experiments.bench.Contender;
import org.gradus.experiments.bench.LocalSgdWorkload;
import org.gradus.experiments.bench.LoraContender;
import org.gradus.experiments.bench.LoraWorkload;
import org.gradus.experiments.bench.Peers;
import org.gradus.experiments.bench.RoundsContender;
import org.gradus.experiments.bench.Workload;

/** libtorch in the same process: its own optimizers, and others written with its tensors. */
public final class Libtorch implements Peers {
    /** Its C++ AdamW, and the fused kernel behind PyTorch's {@code AdamW(fused=True)}. */
    @Override
    public List<Supplier<Contender>> adamW(Workload workload, int threads) {
        torch.set_num_threads(threads);
        return List.of(() -> new LibtorchAdamW(workload), () -> new LibtorchFused(workload));
    }

    /** Pair after pair; for many pairs also with all of them in batches, as one who knows that they are alike would. */
    @Override
    public List<Supplier<LoraContender>> loraRite(LoraWorkload workload, double lr, int threads) {
        torch.set_num_threads(threads);
        List<Supplier<LoraContender>> contenders = new ArrayList<>();
        contenders.add(() -> new LibtorchLoraRite("libtorch", workload, lr, false));
        if (workload.pairs() > 1) contenders.add(() -> new LibtorchLoraRite("libtorch-batched", workload, lr, true));
        return contenders;
    }

    @Override
    public List<Supplier<RoundsContender>> localSgd(LocalSgdWorkload workload, int threads) {
        torch.set_num_threads(threads);
        return List.of(() -> new LibtorchClients(workload), () -> new LibtorchBatched(workload));
    }
}
