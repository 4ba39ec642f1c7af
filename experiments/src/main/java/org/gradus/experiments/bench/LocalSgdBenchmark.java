package org.gradus.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.gradus.federated.Engine;

/**
 * Rounds of Local SGD on 100 clients x 50 local steps of a dense quadratic in 50 dimensions, without and with normal noise:
 * all clients as rows of one array, against one client after another on each thread, and against libtorch with a tensor for
 * each client and with one for all.
 */
final class LocalSgdBenchmark {
    private static final LocalSgdWorkload QUIET = new LocalSgdWorkload(100, 50, 50, 0.01, 0);
    private static final LocalSgdWorkload NOISY = new LocalSgdWorkload(100, 50, 50, 0.01, 0.1);

    private static final int ROUNDS_TO_AGREE = 5;
    private static final double TOLERANCE = 1e-10;

    private final int threads;

    LocalSgdBenchmark(int threads) {
        this.threads = threads;
    }

    void run(Consumer<Measurement> report) {
        for (LocalSgdWorkload workload : List.of(QUIET, NOISY)) report.accept(measure(workload));
    }

    private Measurement measure(LocalSgdWorkload workload) {
        List<Supplier<RoundsContender>> entries = new ArrayList<>();
        entries.add(() -> new GradusRounds("gradus", workload, Engine.rows(threads)));
        entries.add(() -> new GradusRounds("gradus-workers", workload, Engine.workers(threads)));
        for (Peers peers : ServiceLoader.load(Peers.class)) entries.addAll(peers.localSgd(workload, threads));
        if (workload.noise() == 0) agree(entries);
        Map<String, Double> times = Race.byName(entries.stream().<Supplier<Contender>>map(entry -> entry::get).toList());
        double own = times.remove("gradus");
        long numbers = (long) workload.clients() * workload.steps() * workload.dimension();
        return new Measurement("local-sgd", workload.toString(), "float64", numbers, own, 0, 0, times);
    }

    /** Some rounds without noise: all must arrive at the same model, up to rounding. */
    private static void agree(List<Supplier<RoundsContender>> entries) {
        double[] first = null;
        for (Supplier<RoundsContender> entry : entries) {
            try (RoundsContender contender = entry.get()) {
                for (int r = 0; r < ROUNDS_TO_AGREE; r++) contender.step();
                double[] model = contender.model();
                if (first == null) first = model;
                for (int i = 0; i < model.length; i++) {
                    if (!(Math.abs(model[i] - first[i]) < TOLERANCE)) {
                        throw new IllegalStateException(contender.name() + " does not do the same as gradus: coordinate "
                                + i + " is "
                                + model[i] + " instead of " + first[i] + " after " + ROUNDS_TO_AGREE + " rounds");
                    }
                }
            }
        }
    }
}
