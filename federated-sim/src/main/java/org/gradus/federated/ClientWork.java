package org.gradus.federated;

import java.util.Arrays;
import org.gradus.federated.array.ArrayOptimizer;
import org.gradus.federated.array.ArrayState;
import org.gradus.federated.array.Slots;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Slot;
import org.gradus.optim.rule.Sgd;

/**
 * The local work of a client: steps from the received model, then the answer. It holds one model and belongs to one
 * thread.
 *
 * <p>The displacement c is summed up by itself and the local model is x + c: a difference of models would leave rounding
 * errors in coordinates whose steps cancel.
 */
final class ClientWork {
    private final Simulation simulation;
    private final FederatedProblem problem;
    private final LocalGradient gradients;
    private final ArrayOptimizer inner;
    private final MemoryLayout layout;
    private final int[] bounds;
    private final long seed;
    private final Uplink uplink;
    private final boolean guard;
    private final double[] start;
    private final double[] c;
    private final double[] y;
    private final double[] g;
    private final double[] direction;
    private TermBlock terms;
    private double weight;

    ClientWork(Simulation simulation, FederatedProblem problem, ArrayOptimizer inner, MemoryLayout layout, int[] bounds,
            long seed, boolean guard) {
        this.simulation = simulation;
        this.problem = problem;
        this.gradients = new LocalGradient(simulation.correction(), problem, layout);
        this.inner = inner;
        this.layout = layout;
        this.bounds = bounds;
        this.seed = seed;
        this.uplink = new Uplink(simulation.up(), seed);
        this.guard = guard;
        int n = problem.layout().length();
        this.start = new double[n];
        this.c = new double[n];
        this.y = new double[n];
        this.g = new double[n];
        this.direction = new double[n];
    }

    int steps(int client) {
        return simulation.epochs() > 0 ? Math.multiplyExact(simulation.epochs(), problem.stepsPerEpoch(client))
                : simulation.localSteps();
    }

    /** The average of this over clients is the server's gradient where one is needed at the model itself. */
    Answer fullGradient(Broadcast b, int client) {
        Answer answer = new Answer(client);
        gradients.full(client, b.model(), g);
        if (!Finite.all(g)) return answer.failed("the gradient at the received model is not finite", 0);
        answer.extra = uplink.send(answer, g, b.round(), 1);
        return answer;
    }

    /**
     * @param stored what the client keeps from earlier rounds; null if it is new
     * @param terms  takes in the steps with the client's weight; null: they are not wanted
     */
    Answer run(Broadcast b, int client, double[] stored, TermBlock terms, double weight) {
        try {
            return work(b, client, stored, terms, weight);
        } catch (InvalidInput e) {
            throw e.in("client " + client + ", round " + b.round());
        }
    }

    private Answer work(Broadcast b, int client, double[] stored, TermBlock terms, double weight) {
        int steps = steps(client);
        Answer answer = new Answer(client);
        answer.steps = steps;
        double[] memory = layout.isEmpty() ? null : stored != null ? stored : fresh(b);
        this.terms = terms;
        this.weight = weight;
        if (guard) answer.largest = new double[y.length];
        System.arraycopy(layout.model() < 0 ? b.model()
                : Arrays.copyOfRange(memory, layout.model(), layout.model() + y.length),
                0, start, 0, y.length);
        System.arraycopy(start, 0, y, 0, y.length);
        Arrays.fill(c, 0);
        ArrayState state = state(b, memory);
        for (int h = 0; h < steps; h++) {
            if (simulation.exchange() instanceof Exchange.Fragments f && h == f.delay()) receive(b, f);
            if (!step(b, client, memory, state, h, answer)) return answer;
        }
        if (!Finite.all(c)) return answer.failedAt(y, "the displacement is not finite; lower the inner rate", steps - 1);
        if (terms != null) terms.count(weight);
        return answer(b, client, memory, state, answer);
    }

    /** The answer of a client that keeps nothing, from its displacement. */
    Answer answerOf(Broadcast b, int client, double[] displacement, long steps) {
        Answer answer = new Answer(client);
        answer.steps = steps;
        answer.delta = uplink.send(answer, displacement, b.round(), 0);
        return answer;
    }

    private double[] fresh(Broadcast b) {
        double[] memory = new double[layout.length()];
        if (layout.inner() >= 0) layout.writeInner(memory, inner.newState(b.model()));
        if (layout.model() >= 0) System.arraycopy(b.model(), 0, memory, layout.model(), y.length);
        return memory;
    }

    private ArrayState state(Broadcast b, double[] memory) {
        return switch (simulation.innerState()) {
            case KEEP -> layout.inner() < 0 ? new ArrayState(new double[0], 0) : layout.readInner(memory);
            case AVERAGE -> b.inner().copy();
            case RESET -> {
                ArrayState state = inner.newState(b.model());
                if (simulation.exchange() instanceof Exchange.SecondMoment) startFrom(b.vectors()[0], state);
                yield state;
            }
        };
    }

    /** The second moment as it is, or its slice maxima. */
    private void startFrom(double[] moment, ArrayState state) {
        for (double v : moment) {
            if (!(v >= 0)) throw new InvalidInput("a second moment that was sent has the entry " + v
                    + "; entries must be at least 0");
        }
        for (Slots.Part part : inner.slots().ending("nu")) {
            int from = problem.layout().offset(part.tensor());
            int to = problem.layout().offset(part.tensor() + 1);
            if (part.kind() == Slot.Kind.COVER) {
                Slots.sliceMaxima(moment, from, problem.layout().shape(part.tensor()), part.axis(), state.values(),
                        part.offset());
            } else {
                System.arraycopy(moment, from, state.values(), part.offset(), to - from);
            }
        }
    }

    /** What the server made of the part of the last round arrives: the client moves its own part there. */
    private void receive(Broadcast b, Exchange.Fragments f) {
        if (b.round() == 0) return;
        int part = (int) ((b.round() - 1) % f.count());
        for (int i = bounds[part]; i < bounds[part + 1]; i++) {
            y[i] = f.mix() * y[i] + (1 - f.mix()) * b.model()[i];
            start[i] = y[i];
            c[i] = 0;
        }
    }

    private boolean step(Broadcast b, int client, double[] memory, ArrayState state, int h, Answer answer) {
        gradients.at(new Sample(seed, b.round(), client, h), y, b, memory, g);
        boolean finite = Finite.all(g);
        if (!finite && Finite.hasNaN(g)) {
            answer.failedAt(y, "the gradient is NaN", h);
            return false;
        }
        boolean far = !finite && Answer.isFar(y);
        if (terms != null) terms.add(h, terms.weight(), weight, y, g, gradients.expectation(g));
        inner.direction(y, g, state, time(b.round(), h), direction);
        for (int i = 0; i < y.length; i++) {
            c[i] -= direction[i];
            y[i] = start[i] + c[i];
        }
        // An infinite gradient may come out of a clip finite; otherwise it is a failure.
        if (!finite && !Finite.all(y)) {
            answer.diverged = far;
            answer.failed("the gradient is infinite and so is the step", h);
            return false;
        }
        if (guard) {
            for (int i = 0; i < y.length; i++) answer.largest[i] = Math.max(answer.largest[i], Math.abs(y[i]));
        }
        return true;
    }

    /** What the schedules of the inner optimizer see. */
    long time(long round, int h) {
        return simulation.schedules() == ScheduleClock.ROUND ? round : round * simulation.localSteps() + h;
    }

    private Answer answer(Broadcast b, int client, double[] memory, ArrayState state, Answer answer) {
        if (layout.inner() >= 0) layout.writeInner(memory, state);
        if (simulation.exchange() instanceof Exchange.Fragments f) {
            System.arraycopy(y, 0, memory, layout.model(), y.length);
            int part = (int) (b.round() % f.count());
            double[] delta = new double[bounds[part + 1] - bounds[part]];
            for (int i = 0; i < delta.length; i++) delta[i] = y[bounds[part] + i] - b.model()[bounds[part] + i];
            answer.delta = new double[y.length];
            System.arraycopy(uplink.send(answer, delta, b.round(), 0), 0, answer.delta, bounds[part], delta.length);
        } else {
            answer.delta = layout.residual() < 0 ? uplink.send(answer, c, b.round(), 0)
                    : uplink.sendWithFeedback(answer, c, b.round(), 0, memory, layout.residual());
        }
        if (simulation.correction() instanceof Correction.ControlVariates) answer.extra = variate(b, memory, answer);
        if (simulation.correction() instanceof Correction.ServerMomentum m && !m.varianceReduction()) {
            gradients.full(client, b.model(), g);
            if (!Finite.all(g)) return answer.failed("the gradient at the received model is not finite", 0);
            answer.extra = uplink.send(answer, g, b.round(), 1);
        }
        if (simulation.innerState() == InnerState.AVERAGE && inner.stateLength() > 0) {
            double[] change = state.values();
            for (int i = 0; i < change.length; i++) change[i] -= b.inner().values()[i];
            answer.extra = uplink.send(answer, change, b.round(), 1);
        }
        answer.memory = memory;
        return answer;
    }

    /** Option II: the average gradient along the way, from the displacement. */
    private double[] variate(Broadcast b, double[] memory, Answer answer) {
        Sgd sgd = (Sgd) simulation.inner().optimizer();
        double rates = 0;
        for (int h = 0; h < answer.steps; h++) rates += sgd.lr().at(time(b.round(), h));
        double[] change = new double[y.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = -b.vectors()[0][i] - c[i] / rates;
            memory[layout.variate() + i] += change[i];
        }
        return uplink.send(answer, change, b.round(), 1);
    }
}
