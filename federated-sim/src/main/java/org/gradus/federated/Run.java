package org.gradus.federated;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradus.federated.array.ArrayOptimizer;
import org.gradus.federated.array.ArrayState;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.federated.time.VirtualClock;
import org.gradus.optim.option.InvalidInput;

/**
 * A simulation on its way: call {@link #round} for each round. All randomness is keyed by (seed, round, client, step,
 * purpose), and answers are summed in client order, so results are the same bits for any engine and number of threads.
 * A round that fails has changed nothing. For one thread at a time.
 */
public final class Run implements AutoCloseable {
    final Simulation simulation;
    final FederatedProblem problem;
    final long seed;
    final Engine engine;
    final Pool pool;
    final Server server;
    final MemoryLayout memory;
    final ClientStore store;
    /** One a client, as the average uses them. */
    final double[] weights;
    /** Makes the local steps on a card; null where they are made here. */
    final CardWork card;
    private final ArrayOptimizer inner;
    private final Rounds rounds;
    VirtualClock clock = new VirtualClock();
    long round;
    /** Of the averaged local models before each step; null where terms are not computed. */
    double[] sumOfModels;
    /** How many models the sum has. */
    long models;

    Run(Simulation simulation, FederatedProblem problem, long seed, Engine engine) {
        this.simulation = simulation;
        this.problem = problem;
        this.seed = seed;
        this.engine = engine;
        this.inner = ArrayOptimizer.of(simulation.inner().optimizer(), problem.layout());
        this.server = new Server(simulation, problem.layout(), problem.start(seed), inner);
        if (simulation.exchange() instanceof Exchange.SecondMoment) requireSecondMoment();
        this.memory = MemoryLayout.of(simulation, problem.layout().length(), inner);
        this.weights = IntStream.range(0, problem.clients())
                .mapToDouble(m -> simulation.weighting() == Weighting.SIZE ? problem.weight(m) : 1).toArray();
        boolean displacements = !(simulation.exchange() instanceof Exchange.SharedSeed)
                && !(simulation.stragglers() instanceof Stragglers.Buffered);
        boolean terms = problem.closedForm() && displacements && engine.card() == null;
        this.sumOfModels = terms ? new double[problem.layout().length()] : null;
        this.store = engine.spill() == null ? ClientStore.inMemory() : ClientStore.onDisk(engine.spill(), memory.length());
        this.pool = new Pool(engine.threads());
        this.card = engine.card() == null ? null : new CardWork(simulation, problem, memory, seed, engine, pool);
        this.rounds = simulation.exchange() instanceof Exchange.SharedSeed shared ? new ScalarRounds(this, shared)
                : simulation.stragglers() instanceof Stragglers.Buffered policy ? new BufferedRounds(this, policy)
                        : new SynchronousRounds(this);
    }

    private void requireSecondMoment() {
        server.secondMoment();
        if (inner.slots().ending("nu").isEmpty()) {
            throw new InvalidInput("the exchange 'second-moment' needs an inner optimizer with a second moment,"
                    + " such as delayed-adagrad");
        }
    }

    /** One worker a thread. */
    ClientWork[] workers() {
        ClientWork[] workers = new ClientWork[engine.threads()];
        for (int w = 0; w < workers.length; w++) {
            workers[w] = new ClientWork(simulation, problem, inner.fork(), memory, server.bounds(), seed,
                    simulation.guardsZeros());
        }
        return workers;
    }

    /** One a thread, or none where clients cannot be stepped together. */
    RowWork[] rowWorkers(ClientWork[] singles) {
        RowWork[] workers = new RowWork[engine.rows() && RowWork.fits(simulation, inner, memory) ? engine.threads() : 0];
        for (int w = 0; w < workers.length; w++) {
            workers[w] = new RowWork(simulation, problem, inner.fork(), singles[w], seed);
        }
        return workers;
    }

    /** Rounds done so far. */
    public long rounds() {
        return round;
    }

    /** A copy of the model that the next round broadcasts. */
    public double[] model() {
        return server.model().clone();
    }

    /** A copy of the model to evaluate, where that is another one than is broadcast. */
    public double[] evaluationPoint() {
        if (simulation.innerState() == InnerState.AVERAGE) {
            double[] point = inner.evaluationPoint(server.model(), server.inner, Math.max(0, round - 1));
            if (point != server.model()) return point;
        }
        return server.evaluationPoint();
    }

    /**
     * The average of the clients' local models before each step, over steps, clients and rounds: the point that bounds for
     * Local SGD speak of. Null where {@link Terms} are not computed.
     */
    public double[] meanIterate() {
        if (sumOfModels == null || models == 0) return null;
        double[] mean = sumOfModels.clone();
        for (int i = 0; i < mean.length; i++) mean[i] /= models;
        return mean;
    }

    /** The server's state by name, as arrays: {@code adam/mu/x}, and what the method keeps beside it. */
    public ServerState serverState() {
        return ServerState.of(this);
    }

    /**
     * One round.
     *
     * @throws ClientFailed if a client fails and the policy is strict; nothing has changed then
     * @throws Diverged if the model is not finite afterwards, or a client's became too large
     */
    public RoundLog round() {
        boolean byRound = simulation.schedules() == ScheduleClock.ROUND;
        Thresholds.check("inner", simulation.inner().optimizer(), byRound ? round : round * simulation.localSteps());
        Thresholds.check("outer", simulation.outer().optimizer(), round);
        return rounds.next();
    }

    /** Writes everything that evolves to one file, whole or not at all; {@link Simulation#resume} goes on from it. */
    public void save(Path file) {
        Checkpoint.save(this, file);
    }

    /** Asynchronous rounds have answers on their way; null for other ways. */
    BufferedRounds buffered() {
        return rounds instanceof BufferedRounds b ? b : null;
    }

    boolean dropsOut(int client) {
        return simulation.dropout() > 0
                && Keyed.of(seed, round, client, 0, Purpose.DROPOUT).nextDouble() < simulation.dropout();
    }

    double total(int[] clients) {
        return IntStream.of(clients).mapToDouble(m -> weights[m]).sum();
    }

    /** What the client keeps from earlier rounds; null if nothing. */
    double[] stored(int client) {
        return memory.isEmpty() ? null : store.get(client);
    }

    /** A round in which nobody's answer counted: the server stays as it is, and the round is counted. */
    RoundLog empty(Cohort cohort, int failed, int late, long down, long up) {
        return finish(new int[0], 0, cohort.dropped(), failed, late, down, up, null);
    }

    RoundLog log(Cohort cohort, Gathered g, int failed, long down, long up, Terms terms) {
        return finish(g.participants(), g.localSteps(), cohort.dropped(), failed, g.late, down, up, terms);
    }

    /** Evaluates the model, and counts the round. */
    RoundLog finish(int[] participants, long localSteps, int dropped, int failed, int late, long down, long up,
            Terms terms) {
        double[] point = evaluationPoint();
        if (!Finite.all(point) || !Finite.all(server.model())) {
            throw new Diverged(round, "the model is not finite after round " + round);
        }
        return new RoundLog(round++, participants, localSteps, dropped, failed, late, problem.loss(point), down, up, clock.now(),
                terms);
    }

    /** The clock goes on to the slowest answer that counts, or to the deadline if one was missed. */
    void finishTime(Gathered g) {
        double seconds = simulation.stragglers() instanceof Stragglers.Deadline d && g.late > 0 ? d.seconds() : g.slowest;
        clock.send(seconds, 0, round);
        clock.waitForAll();
    }

    Broadcast broadcast(Broadcast.Sender sender) {
        double[] model = server.model();
        double[][] vectors = new double[0][];
        if (simulation.exchange() instanceof Exchange.Fragments f) {
            // In the first round clients receive the whole model, then what became of the part that was sent last.
            int last = (int) ((round + f.count() - 1) % f.count());
            int[] bounds = server.bounds();
            double[] received = model.clone();
            int from = round == 0 ? 0 : bounds[last];
            int to = round == 0 ? model.length : bounds[last + 1];
            System.arraycopy(sender.send(Arrays.copyOfRange(model, from, to)), 0, received, from, to - from);
            return new Broadcast(round, received, vectors, null, sender.bytes());
        }
        double[] received = sender.send(model);
        if (server.vector != null) vectors = new double[][] {sender.send(server.vector)};
        if (simulation.exchange() instanceof Exchange.SecondMoment) {
            vectors = new double[][] {sender.send(server.secondMoment())};
        }
        ArrayState inner = server.inner;
        if (inner != null && inner.values().length > 0) inner = new ArrayState(sender.send(inner.values()), inner.step());
        return new Broadcast(round, received, vectors, inner, sender.bytes());
    }

    @Override
    public void close() {
        if (card != null) card.close();
        pool.close();
        store.close();
    }
}
