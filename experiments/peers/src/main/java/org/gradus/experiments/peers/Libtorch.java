package org.gradus.experiments.peers;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch;
import org.gradus.experiments.bench.Contender;
import org.gradus.experiments.bench.Peers;
import org.gradus.experiments.bench.Workload;

/** libtorch in the same process: its C++ AdamW, and the fused kernel behind PyTorch's {@code AdamW(fused=True)}. */
public final class Libtorch implements Peers {
    @Override
    public List<Supplier<Contender>> adamW(Workload workload, int threads) {
        torch.set_num_threads(threads);
        return List.of(() -> new LibtorchAdamW(workload), () -> new LibtorchFused(workload));
    }
}
