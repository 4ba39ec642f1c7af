package org.gradus.experiments.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: Gradus beside ND4J and libtorch in one process. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Times optimizers side by side with ND4J and libtorch, in one process.",
            "Timings are noisy: read them as ratios within one run. libtorch (90 MB) is fetched for this command alone."},
        footer = {"", "The JSON file: {\"benchmarks\": [{\"name\", \"case\", \"dtype\", \"n\", \"nsPerStep\", \"gbPerSecond\",",
            "\"copyGbPerSecond\", \"peers\": {peer: nsPerStep}}]}"})
public final class BenchCommand implements Callable<Integer> {
    private static final List<String> KNOWN = List.of("adam", "lora-rite", "local-sgd");

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "benchmarks to run (default: all): adam, lora-rite, local-sgd")
    private List<String> names = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures to this file; - for stdout")
    private String json;

    @Option(names = "--threads", paramLabel = "N", description = "threads of every contender (default: ${DEFAULT-VALUE})")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--cuda", description = "time AdamW on NVIDIA card 0 instead (for PyTorch's: experiments/peers/python/adamw_cuda.py)")
    private boolean cuda;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        for (String name : names) {
            if (!KNOWN.contains(name)) throw Names.unknown("benchmark", name, KNOWN);
        }
        PrintWriter out = "-".equals(json) ? spec.commandLine().getErr() : spec.commandLine().getOut();
        List<Measurement> all = new ArrayList<>();
        Consumer<Measurement> report = m -> {
            all.add(m);
            print(out, m);
        };
        if (cuda) new CudaBenchmark(out).run(report);
        else host(report);
        if (json == null) return 0;
        String text = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(Map.of("benchmarks", all)) + "\n";
        if (json.equals("-")) spec.commandLine().getOut().print(text);
        else AtomicFile.write(Path.of(json), text);
        return 0;
    }

    private void host(Consumer<Measurement> report) {
        if (runs("adam")) new AdamBenchmark(threads).run(report);
        if (runs("lora-rite")) new LoraBenchmark(threads).run(report);
        if (runs("local-sgd")) new LocalSgdBenchmark(threads).run(report);
    }

    private boolean runs(String name) {
        return names.isEmpty() || names.contains(name);
    }

    private static void print(PrintWriter out, Measurement m) {
        String rate = m.gbPerSecond() == 0 ? String.format(Locale.ROOT, "%,.0f rounds/s", 1e9 / m.nsPerStep())
                : String.format(Locale.ROOT, "%.1f GB/s (copy: %.1f)", m.gbPerSecond(), m.copyGbPerSecond());
        out.printf(Locale.ROOT, "%s, %s: %s a step, %.3f ns/element, %s%n", m.name(), m.workload(), time(m.nsPerStep()),
                m.nsPerStep() / m.n(), rate);
        m.peers().forEach((peer, nanos) -> out.printf(Locale.ROOT, "    %-18s %12s   gradus takes %.2f x its time%n", peer,
                time(nanos), m.nsPerStep() / nanos));
        out.flush();
    }

    private static String time(double nanos) {
        if (nanos < 1e3) return String.format(Locale.ROOT, "%.0f ns", nanos);
        return nanos < 1e6 ? String.format(Locale.ROOT, "%.2f us", nanos / 1e3) : String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
}
