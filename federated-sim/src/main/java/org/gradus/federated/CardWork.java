package org.gradus.federated;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradus.federated.array.Layout;
import org.gradus.federated.array.ProgramSteps;
import org.gradus.federated.problem.Diagonal;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;
import org.gradus.optim.Parameter;
import org.gradus.optim.Stages;
import org.gradus.optim.cuda.Device;
import org.gradus.optim.cuda.DeviceRows;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The local work of many clients on a card, each a row: a step of all of them is one launch a pass. Noise is drawn by the
 * host's threads while the card makes the step before. The same bits as {@link ClientWork}.
 *
 * <p>What is not finite shows in a displacement; {@link ClientWork} then finds the step.
 */
final class CardWork implements AutoCloseable {
    /** Numbers of one matrix: 256 MiB. */
    private static final int MOST_NUMBERS = 1 << 25;

    private final Simulation simulation;
    private final Diagonal quadratics;
    private final Program program;
    private final Layout layout;
    private final int n;
    private final long seed;
    private final Pool pool;
    private final Disturbance.Local[] noise;
    private final boolean noisy;
    private final Device device;
    private DeviceRows rows;
    private ProgramSteps steps;
    private double[] host = new double[0];
    /** The clients whose quadratics are in the rows. */
    private int[] placed = new int[0];

    /** @throws InvalidInput if the simulation does not fit, or there is no card */
    CardWork(Simulation simulation, FederatedProblem problem, MemoryLayout memory, long seed, Engine engine, Pool pool) {
        this.simulation = simulation;
        this.quadratics = problem.diagonal();
        this.layout = problem.layout();
        this.n = layout.length();
        this.seed = seed;
        this.pool = pool;
        refuse(misfit(memory));
        this.noise = IntStream.range(0, pool.threads()).mapToObj(t -> quadratics.disturbance().local())
                .toArray(Disturbance.Local[]::new);
        this.noisy = noise[0] != null;
        List<Long> shape = Arrays.stream(layout.shape(0)).boxed().toList();
        Optional<Stages> stages = Stages.of(simulation.inner().optimizer(),
                new Parameter(layout.names().get(0), shape, DataType.DOUBLE));
        refuse(stages.isEmpty() ? "an inner optimizer that moves the model" : null);
        this.program = LocalProgram.of(stages.get().rules(), noisy);
        boolean columns = program.slots().stream().map(Slot::kind)
                .allMatch(kind -> kind == Slot.Kind.ELEMENT || kind == Slot.Kind.COPY);
        refuse(columns ? null : "an inner optimizer whose state is one number an element");
        this.device = engine.card().get();
    }

    private static void refuse(String needed) {
        if (needed != null) throw new InvalidInput("the engine 'device' needs " + needed + "; or take 'rows' or 'workers'");
    }

    /** What this simulation lacks; null if nothing. */
    private String misfit(MemoryLayout memory) {
        if (quadratics == null) return "clients with quadratics that are diagonal";
        if (layout.tensors() != 1) return "a model of one tensor";
        if (n > MOST_NUMBERS) return "a model of at most " + MOST_NUMBERS + " numbers";
        if (!(simulation.correction() instanceof Correction.None)) return "gradients without correction";
        if (!(simulation.exchange() instanceof Exchange.Model)) return "the exchange 'model'";
        if (simulation.stragglers() instanceof Stragglers.Buffered) return "rounds that wait for their cohort";
        if (simulation.epochs() > 0) return "localSteps in place of epochs";
        if (simulation.innerState() == InnerState.AVERAGE) return "innerState reset";
        if (!memory.isEmpty()) return "clients that keep nothing between rounds (innerState reset, no error feedback)";
        return simulation.guardsZeros() ? "zeroGuard false" : null;
    }

    /** The answers of these clients, in their order. */
    Answer[] run(Broadcast b, int[] clients, ClientWork[] workers) {
        Answer[] answers = new Answer[clients.length];
        int most = Math.min(clients.length, MOST_NUMBERS / n);
        for (int from = 0; from < clients.length; from += most) {
            int first = from;
            int[] some = Arrays.copyOfRange(clients, from, Math.min(clients.length, from + most));
            move(b, some, workers[0]);
            pool.each(some.length, (k, worker) -> {
                double[] displacement = Arrays.copyOfRange(host, k * n, (k + 1) * n);
                answers[first + k] = Finite.all(displacement)
                        ? workers[worker].answerOf(b, some[k], displacement, simulation.localSteps())
                        : workers[worker].run(b, some[k], null, null, 0);
            });
        }
        return answers;
    }

    /** All local steps; the displacements are in {@link #host} then. */
    private void move(Broadcast b, int[] clients, ClientWork clock) {
        open(clients.length);
        place(clients);
        each(clients, (client, at, worker) -> System.arraycopy(b.model(), 0, host, at, n));
        rows.write(LocalProgram.RECEIVED, host);
        rows.copy(Pass.PARAMETER, LocalProgram.RECEIVED);
        rows.clear(LocalProgram.DISPLACEMENT);
        for (int array = LocalProgram.INNER; array < Pass.STATE + program.slots().size(); array++) start(array);
        for (int h = 0; h < simulation.localSteps(); h++) {
            if (noisy) draw(clients, b.round(), h);
            steps.step(h + 1, clock.time(b.round(), h));
        }
        rows.read(LocalProgram.DISPLACEMENT, host);
    }

    /** Rows for at least so many clients; what further ones compute is not looked at. */
    private void open(int clients) {
        if (host.length < clients * n) {
            if (rows != null) rows.close();
            rows = device.rows(program, List.of(layout.shape(0)), clients);
            steps = new ProgramSteps(program, rows.execution(), clients, n);
            host = new double[clients * n];
            placed = new int[0];
        }
    }

    private void place(int[] clients) {
        if (Arrays.equals(clients, placed)) return;
        each(clients, (client, at, worker) -> System.arraycopy(quadratics.h()[client], 0, host, at, n));
        rows.write(LocalProgram.H, host);
        each(clients, (client, at, worker) -> System.arraycopy(quadratics.centers()[client], 0, host, at, n));
        rows.write(LocalProgram.CENTER, host);
        placed = clients;
    }

    private void start(int array) {
        Slot slot = program.slots().get(array - Pass.STATE);
        if (slot.kind() == Slot.Kind.COPY) {
            rows.copy(array, LocalProgram.RECEIVED);
        } else if (slot.start() == 0) {
            rows.clear(array);
        } else {
            Arrays.fill(host, slot.start());
            rows.write(array, host);
        }
    }

    private void draw(int[] clients, long round, int h) {
        each(clients, (client, at, worker) -> {
            double[] drawn = new double[n];
            noise[worker].add(new Sample(seed, round, client, h), drawn);
            System.arraycopy(drawn, 0, host, at, n);
        });
        rows.write(Pass.GRADIENT, host);
    }

    private interface Row {
        void fill(int client, int at, int worker);
    }

    private void each(int[] clients, Row row) {
        pool.each(clients.length, (k, worker) -> row.fill(clients[k], k * n, worker));
    }

    @Override
    public void close() {
        device.close();
    }
}
