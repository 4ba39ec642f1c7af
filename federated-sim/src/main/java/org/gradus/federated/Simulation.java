package org.gradus.federated;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.federated.codec.Codec;
import org.gradus.federated.codec.ErrorFeedback;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.rule.SlowMo;
import org.gradus.federated.sampling.Sampler;
import org.gradus.federated.time.Latency;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.io.Safetensors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Schedule;

/**
 * What happens in a round, as an immutable description. A cohort is sampled; each client receives the model, makes local
 * steps, and answers with its displacement; the displacements are averaged in client order, and the outer optimizer
 * takes a step with the negative average as its gradient. Every published method is such a description.
 *
 * <pre>{@code
 * Simulation diloco = Simulation.of(AdamW.of(4e-4), Nesterov.of(0.7, 0.9), 50);
 * History history = diloco.run(problem, 100, 1);          // rounds, seed
 * }</pre>
 */
public record Simulation(
        @Option(about = "the clients' optimizer") Inner inner,
        @Option(value = "sgd(lr=1)",
                about = "the server's optimizer; its gradient is the negative average displacement") Outer outer,
        @Option(value = "1", about = "local steps of a client and round") int localSteps,
        @Option(value = "0", about =
                "passes over a client's examples in place of localSteps; 0: localSteps counts") int epochs,
        @Option(value = "keep",
                about = "what becomes of a client's optimizer state: keep, reset or average") InnerState innerState,
        @Option(value = "round",
                about = "what the inner optimizer's schedules count: round or step") ScheduleClock schedules,
        @Option(value = "none", about = "what is done to local gradients") Correction correction,
        @Option(value = "model", about = "what travels") Exchange exchange,
        @Option(value = "size", about = "weights in the average: size (the problem's) or equal") Weighting weighting,
        @Option(value = "all", about = "who takes part") Sampler sampler,
        @Option(value = "0", about = "probability that a client of the cohort drops out, in [0, 1)") double dropout,
        @Option(value = "identity(precision=float64)", about = "codec of what is broadcast") Codec down,
        @Option(value = "identity(precision=float64)", about = "codec of answers") Codec up,
        @Option(value = "false", about = "clients feed back what the codec of answers lost") boolean errorFeedback,
        @Option(value = "true",
                about = "displacements within rounding of zero count as zero where the outer optimizer begins"
                + " with bi-clip") boolean zeroGuard,
        @Option(value = "wait-all", about = "whom the server waits for") Stragglers stragglers,
        @Option(value = "constant(secondsPerStep=1)", about = "how long clients take") Latency latency,
        @Option(value = "strict", about = "what a client's failure means: strict or skip") OnFailure onFailure) {

    public Simulation {
        Require.check(localSteps >= 1, "localSteps", "at least 1", localSteps);
        Require.check(epochs >= 0, "epochs", "at least 0", epochs);
        Require.check(dropout >= 0 && dropout < 1, "dropout", "in [0, 1)", dropout);
        if (errorFeedback) new ErrorFeedback(up);
        withInnerRate(outer, inner);
        if (exchange instanceof Exchange.Fragments f) {
            String range = "less than localSteps (" + localSteps + ")";
            Require.check(f.delay() < localSteps, "delay of fragments", range, f.delay());
        }
        List<String> conflicts = conflicts(inner, innerState, correction, exchange, stragglers, errorFeedback);
        if (!conflicts.isEmpty()) throw new InvalidInput(conflicts.get(0));
    }

    public static Simulation of(Optimizer inner, Optimizer outer, int localSteps) {
        return read(Map.of("inner", inner, "outer", outer, "localSteps", localSteps));
    }

    /** The simulation that these options describe; what is left out takes its default. */
    public static Simulation read(Map<String, ?> options) {
        return Options.read(Simulation.class, options);
    }

    /** A copy with one option changed: {@code with("sampler", "uniform(count=10)")}. */
    public Simulation with(String option, Object value) {
        return Options.with(this, option, value);
    }

    /** Runs so many rounds on all processors; a run that diverges ends early and says so. */
    public History run(FederatedProblem problem, int rounds, long seed) {
        try (Run run = start(problem, seed)) {
            return History.of(run, rounds);
        }
    }

    /** A run before its first round, on all processors. */
    public Run start(FederatedProblem problem, long seed) {
        return start(problem, seed, Engine.workers(Runtime.getRuntime().availableProcessors()));
    }

    public Run start(FederatedProblem problem, long seed, Engine engine) {
        return new Run(this, problem, seed, engine);
    }

    /**
     * A run as it was when {@link Run#save} wrote the file; it goes on to the same bits.
     *
     * @throws InvalidInput if the file is of another simulation or problem
     */
    public Run resume(FederatedProblem problem, Path file, Engine engine) {
        Safetensors read = Checkpoint.read(file);
        Run run = start(problem, Checkpoint.number(read.metadata(), "seed"), engine);
        try {
            Checkpoint.load(run, read);
            return run;
        } catch (InvalidInput e) {
            run.close();
            throw e.in(file.toString());
        }
    }

    /** Whether the server would raise rounding errors in displacements to full steps, and is kept from it. */
    boolean guardsZeros() {
        Optimizer first = outer.optimizer();
        while (first instanceof Chain chain) first = chain.stages().get(0).optimizer();
        return zeroGuard && first instanceof BiClip clip && !isZero(clip.lower());
    }

    /** The server's optimizer; SlowMo measures in the inner rate of the round. */
    Optimizer resolvedOuter() {
        return withInnerRate(outer, inner);
    }

    private static Optimizer withInnerRate(Outer outer, Inner inner) {
        if (!(outer.optimizer() instanceof SlowMo slow) || !slow.needsInnerRate()) return outer.optimizer();
        return slow.with("innerLr", rate(last(inner.optimizer())));
    }

    private static Optimizer last(Optimizer optimizer) {
        return optimizer instanceof Chain chain ? last(chain.stages().get(chain.stages().size() - 1).optimizer())
                : optimizer;
    }

    private static Schedule rate(Optimizer optimizer) {
        Object rate = Options.write(optimizer).get("lr");
        if (rate == null) throw new InvalidInput("slow-mo needs the inner rate; give its option innerLr");
        return Schedule.parse(rate);
    }

    /** Whether a rate is plain SGD's, whose sum over local steps gives the average gradient back from a displacement. */
    static boolean isPlainSgd(Optimizer optimizer) {
        return optimizer instanceof Sgd sgd && isZero(sgd.momentum()) && isZero(sgd.weightDecay());
    }

    private static boolean isZero(Schedule schedule) {
        return schedule instanceof Constant c && c.value() == 0;
    }

    private static List<String> conflicts(Inner inner, InnerState state, Correction correction, Exchange exchange,
            Stragglers stragglers, boolean feedback) {
        List<String> conflicts = new ArrayList<>();
        boolean plain = exchange instanceof Exchange.Model;
        if (correction instanceof Correction.ControlVariates && !isPlainSgd(inner.optimizer())) {
            conflicts.add("control-variates need sgd without momentum as the inner optimizer");
        }
        if (!plain && !(correction instanceof Correction.None)) {
            conflicts.add("a correction of gradients goes with the exchange 'model' only");
        }
        if (exchange instanceof Exchange.SecondMoment && state != InnerState.RESET) {
            conflicts.add("the exchange 'second-moment' needs innerState reset:"
                    + " clients start from the server's second moment");
        }
        if (exchange instanceof Exchange.Fragments && state == InnerState.AVERAGE) {
            conflicts.add("fragments cannot average the state of inner optimizers; keep or reset it");
        }
        if ((exchange instanceof Exchange.Fragments || exchange instanceof Exchange.SharedSeed) && feedback) {
            conflicts.add("error feedback goes with displacements of the whole model only");
        }
        boolean simple = plain && state != InnerState.AVERAGE && (correction instanceof Correction.None
                || correction instanceof Correction.Proximal);
        if (stragglers instanceof Stragglers.Buffered && !simple) {
            conflicts.add("buffered answers go with displacements of the model only,"
                    + " corrected by nothing or a proximal term");
        }
        return conflicts;
    }
}
