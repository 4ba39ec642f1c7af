package org.gradus.experiments.bench;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gradus.optim.Rule;
import org.gradus.optim.cuda.CudaFailure;
import org.gradus.optim.cuda.Device;
import org.gradus.optim.cuda.DeviceBound;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Trace;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * AdamW on float32 parameters that are on an NVIDIA card, and LoRA-RITE on pairs, beside the card's own copy of as many
 * bytes. A step is waited for, and includes the look at the whole gradient. PyTorch's AdamW on the same card is timed by
 * {@code experiments/peers/python/adamw_cuda.py} in the same cases.
 */
final class CudaBenchmark {
    private static final List<Workload> CASES = List.of(new Workload(1, 100_000), new Workload(1, 1_000_000),
            new Workload(1, 10_000_000), new Workload(1, 100_000_000), new Workload(1_000, 1_000),
            new Workload(1, 1_000_000_000));
    private static final Rule ADAMW = AdamW.of(1e-3);
    /** The card copies at most so many bytes at once when it is measured: more makes it no faster. */
    private static final long MOST_COPIED = 1L << 30;

    private static final LoraWorkload PAIRS = new LoraWorkload(200, 4096, 4096, 8);
    /** The first kernel reads three arrays, the second three and writes three. */
    private static final long PAIR_BYTES = 9L * Float.BYTES;

    private final PrintWriter out;

    /** @param out is told of the card, and of cases that do not fit into memory */
    CudaBenchmark(PrintWriter out) {
        this.out = out;
    }

    private record OnCard(DeviceBound bound) implements Contender {
        @Override
        public String name() {
            return "gradus";
        }

        @Override
        public void step() {
            bound.step();
            bound.await();
        }

        @Override
        public void close() {
            bound.close();
        }
    }

    void run(Consumer<Measurement> report) {
        try (Device device = Device.open(0)) {
            out.println("card: " + device.name());
            for (Workload workload : CASES) attempt(workload, () -> report.accept(measure(device, workload)));
            attempt(PAIRS, () -> report.accept(pairs(device)));
        }
    }

    private void attempt(Object workload, Runnable measurement) {
        try {
            measurement.run();
        } catch (CudaFailure | OutOfMemoryError e) {
            out.println(workload + " on the card: left out, " + e.getMessage());
        }
    }

    private static Measurement pairs(Device device) {
        LoraPair[] pairs = new LoraPair[PAIRS.pairs()];
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i++) {
            INDArray up = array(PAIRS.up(i), PAIRS.m(), PAIRS.r());
            pairs[i] = LoraPair.peft("q" + i, up, array(PAIRS.down(i), PAIRS.r(), PAIRS.n()));
            gradients.put(pairs[i].upName(), array(PAIRS.upGradient(i), PAIRS.m(), PAIRS.r()));
            gradients.put(pairs[i].downName(), array(PAIRS.downGradient(i), PAIRS.r(), PAIRS.n()));
        }
        double own = Race.byName(List.of(() -> {
            DeviceBound bound = device.bind(LoraRite.of(1e-3), Tensors.of(pairs));
            bound.gradients().upload(Tensors.of(gradients));
            return new OnCard(bound);
        })).get("gradus");
        long bytes = PAIR_BYTES * PAIRS.total();
        double copying = bytes / device.copyNanos(bytes / 2);
        return new Measurement("lora-rite on the card", PAIRS.toString(), "float32", PAIRS.total(), own, bytes / own,
                copying, Map.of());
    }

    private static INDArray array(float[] values, long rows, long columns) {
        return Nd4j.createFromArray(values).reshape('c', rows, columns);
    }

    private static Measurement measure(Device device, Workload workload) {
        double own = Race.byName(List.of(() -> new OnCard(device.bind(ADAMW, parameters(workload))))).get("gradus");
        Function<Trace, Expr> traced = ADAMW::direction;
        long bytes = Program.of(Map.of("adamw", traced)).trafficBytesPerElement(Float.BYTES) * workload.total();
        // A copy reads and writes.
        long copied = Math.min(MOST_COPIED, bytes / 2);
        double copying = 2.0 * copied / device.copyNanos(copied);
        return new Measurement("adamw on the card", workload.toString(), "float32", workload.total(), own, bytes / own,
                copying, Map.of());
    }

    private static Tensors parameters(Workload workload) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < workload.tensors(); i++) arrays.put("p" + i, Nd4j.zeros(DataType.FLOAT, workload.elements()));
        return Tensors.of(arrays);
    }
}
