package org.gradus.experiments.simulation;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gradus.experiments.problem.FederatedProblemSpec;
import org.gradus.experiments.simulation.HeavyTails.Choice;
import org.gradus.experiments.simulation.HeavyTails.Knob;
import org.gradus.experiments.simulation.HeavyTails.Method;
import org.gradus.federated.ClientFailed;
import org.gradus.federated.Diverged;
import org.gradus.federated.Engine;
import org.gradus.federated.Run;
import org.gradus.federated.Simulation;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.problem.Sample;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;

/**
 * Tunes the shipped spec {@code heavy-tails} and writes it: the same number of configurations for every method on every
 * problem, first at random, then near the best; the criterion is the median loss at the end over tuning seeds that the
 * spec does not use. A configuration that is 3 times worse than the best median on the first seed is not run on the others.
 *
 * <pre>
 * java ... org.gradus.experiments.simulation.HeavyTailsTuning FILE
 * </pre>
 */
final class HeavyTailsTuning {
    static final int CONFIGURATIONS = 150;
    private static final int RANDOM = 90;
    private static final int ROUNDS = 300;
    private static final long[] SEEDS = {101, 102, 103, 104, 105};
    private static final double HOPELESS = 3;
    private static final Map<String, String> PROBLEMS = ordered("quad", "quadratic-clients", "token", "token-clients");
    private static final Map<String, String> NOISES = ordered("normal", "gaussian(scale=1)", "t15", "student-t(nu=1.5)",
            "sas15", "alpha-stable(alpha=1.5)", "sas12", "alpha-stable(alpha=1.2)", "skewed", "skewed-pareto(alpha=1.5)");
    /** One-sided noise of zero mean asks for thresholds far beyond its scale. */
    private static final double SKEWED = 100;

    /** A problem with its noise, which is drawn once for all methods. */
    private record Study(String name, Map<String, Object> problem, boolean skewed, Quadratics[] bySeed) {
        static Study of(String name, String type, String noise) {
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("type", type);
            spec.put("noise", noise);
            Quadratics clean = (Quadratics) FederatedProblemSpec.parse(spec).make().problem();
            Quadratics[] bySeed = Arrays.stream(SEEDS).mapToObj(seed -> clean.disturbedBy(
                    Disturbance.recorded(draws(seed, clean, Noise.parse(noise))))).toArray(Quadratics[]::new);
            return new Study(name, spec, noise.startsWith("skewed"), bySeed);
        }

        private static double[][][][] draws(long seed, FederatedProblem problem, Noise noise) {
            Disturbance.Local local = Disturbance.of(noise).local();
            double[][][][] draws = new double[ROUNDS][HeavyTails.LOCAL_STEPS][problem.clients()][problem.layout().length()];
            for (int r = 0; r < ROUNDS; r++) {
                for (int h = 0; h < HeavyTails.LOCAL_STEPS; h++) {
                    for (int m = 0; m < problem.clients(); m++) local.add(new Sample(seed, r, m, h), draws[r][h][m]);
                }
            }
            return draws;
        }
    }

    private record Tuned(Map<String, Object> entry, double loss) {}

    private HeavyTailsTuning() {}

    public static void main(String[] args) throws InterruptedException {
        if (args.length != 1) throw new InvalidInput("name the file to write");
        Map<String, Map<String, Tuned>> results = new ConcurrentHashMap<>();
        Map<String, Map<String, Object>> problems = new LinkedHashMap<>();
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        for (Map.Entry<String, String> problem : PROBLEMS.entrySet()) {
            for (Map.Entry<String, String> noise : NOISES.entrySet()) {
                Study study = Study.of(problem.getKey() + "-" + noise.getKey(), problem.getValue(), noise.getValue());
                problems.put(study.name, study.problem);
                results.put(study.name, new ConcurrentHashMap<>());
                for (int i = 0; i < HeavyTails.METHODS.size(); i++) {
                    Method method = HeavyTails.METHODS.get(i);
                    long stream = 100L * problems.size() + i;
                    pool.execute(() -> {
                        Tuned tuned = tune(study, method, stream);
                        results.get(study.name).put(method.name(), tuned);
                        System.out.printf("%s %s %.4g %s%n", study.name, method.name(), tuned.loss, tuned.entry);
                    });
                }
            }
        }
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.DAYS);
        AtomicFile.write(Path.of(args[0]), text(problems, results));
    }

    private static Tuned tune(Study study, Method method, long stream) {
        Tuned best = new Tuned(Map.of(), Double.POSITIVE_INFINITY);
        Choice center = null;
        for (int k = 0; k < CONFIGURATIONS; k++) {
            Keyed random = Keyed.of(0, stream, k, 0, Purpose.SAMPLING);
            double width = 0.6 * (1 - 0.8 * (k - RANDOM) / (double) (CONFIGURATIONS - RANDOM));
            Choice choice = k < RANDOM || center == null ? anywhere(study, method, random) : near(center, method, random,
                    width);
            Map<String, Object> entry = method.entry().apply(choice);
            double loss = loss(study, entry, best.loss);
            if (loss < best.loss) {
                best = new Tuned(entry, loss);
                center = choice;
            }
        }
        return best;
    }

    private static Choice anywhere(Study study, Method method, Keyed random) {
        Map<Knob, Double> values = new EnumMap<>(Knob.class);
        for (Knob knob : method.knobs()) {
            double shift = study.skewed && (knob == Knob.UPPER || knob == Knob.STEP) ? (knob == Knob.UPPER ? SKEWED
                    : Math.sqrt(SKEWED)) : 1;
            values.put(knob, shift * knob.low * Math.pow(knob.high / knob.low, random.nextDouble()));
        }
        return new Choice(values, random.nextDouble() < 0.5);
    }

    /** Every knob moves by a normal step on its log scale. */
    private static Choice near(Choice center, Method method, Keyed random, double width) {
        Map<Knob, Double> values = new EnumMap<>(Knob.class);
        for (Knob knob : method.knobs()) values.put(knob, center.at(knob) * Math.exp(width * random.nextGaussian()));
        return new Choice(values, center.falling());
    }

    private static double loss(Study study, Map<String, Object> entry, double best) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("algorithm", entry);
        options.put("localSteps", HeavyTails.LOCAL_STEPS);
        Simulation simulation = Algorithms.read(options);
        double[] losses = new double[SEEDS.length];
        for (int s = 0; s < losses.length; s++) {
            losses[s] = loss(simulation, study.bySeed[s], SEEDS[s]);
            if (s == 0 && losses[0] > HOPELESS * best) return Double.POSITIVE_INFINITY;
        }
        Arrays.sort(losses);
        return losses[losses.length / 2];
    }

    private static double loss(Simulation simulation, Quadratics problem, long seed) {
        try (Run run = simulation.start(new Unevaluated(problem, false), seed, Engine.rows(1))) {
            for (int r = 0; r < ROUNDS; r++) run.round();
            return problem.loss(run.evaluationPoint()) - problem.optimum().orElseThrow();
        } catch (Diverged | ClientFailed e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private static String text(Map<String, Map<String, Object>> problems, Map<String, Map<String, Tuned>> results) {
        StringBuilder text = new StringBuilder("studies:\n");
        problems.forEach((name, problem) -> {
            text.append("  ").append(name).append(":\n    simulation: {problem: ").append(flow(problem)).append(", rounds: ")
                    .append(ROUNDS).append(", localSteps: ").append(HeavyTails.LOCAL_STEPS)
                    .append(", engine: rows, terms: false, evalEvery: 30}\n    algorithms:\n");
            for (Method method : HeavyTails.METHODS) {
                text.append("      ").append(method.name()).append(": ").append(flow(results.get(name).get(method.name())
                        .entry)).append('\n');
            }
        });
        return text.append("seeds: [").append(String.join(", ", Stream.iterate(1, i -> i <= 20, i -> i + 1)
                .map(String::valueOf).toList()))
                .append("]\n").toString();
    }

    /** The flow style of YAML, on one line. */
    private static String flow(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(e -> e.getKey() + ": " + flow(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) return list.stream().map(HeavyTailsTuning::flow)
                .collect(Collectors.joining(", ", "[", "]"));
        return value instanceof String text && !text.matches("[a-z0-9-]+") ? '"' + text + '"' : value.toString();
    }

    private static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put(keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
