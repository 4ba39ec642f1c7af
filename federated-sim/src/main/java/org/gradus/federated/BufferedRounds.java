package org.gradus.federated;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.federated.time.Arrival;

/**
 * Asynchronous rounds: clients work on the model that they received, however old it becomes; the server steps when enough
 * answers are there, and then sends its new model to as many idle clients as answered. A client's answer is known when it
 * begins, since it depends on nothing that happens meanwhile; it counts when the clock says so.
 */
final class BufferedRounds implements Rounds {
    /** Work that was sent and has not been taken in. */
    record InFlight(long round, double[] delta, double[] memory, long bytes) {}

    private final Run run;
    private final Stragglers.Buffered policy;
    private final ClientWork[] workers;
    final Map<Integer, InFlight> inFlight = new TreeMap<>();
    int free;

    BufferedRounds(Run run, Stragglers.Buffered policy) {
        this.run = run;
        this.policy = policy;
        this.workers = run.workers();
        this.free = -1;
    }

    @Override
    public RoundLog next() {
        int[] cohort = run.simulation.sampler().cohort(run.seed, run.round, run.problem.clients(), run.weights);
        int[] idle = IntStream.of(cohort).filter(m -> !inFlight.containsKey(m)).toArray();
        Keyed.of(run.seed, run.round, 0, 1, Purpose.SAMPLING).shuffle(idle);
        int[] chosen = free < 0 ? idle : Arrays.copyOf(idle, Math.min(idle.length, free));
        Arrays.sort(chosen);
        int[] present = IntStream.of(chosen).filter(m -> !run.dropsOut(m)).toArray();
        Broadcast b = run.broadcast(new Broadcast.Sender(run.simulation.down(), run.seed, run.round));
        Answer[] answers = new Answer[present.length];
        run.pool.each(present.length, (i, worker) ->
                answers[i] = workers[worker].run(b, present[i], run.stored(present[i]), null, 0));
        int failed = 0;
        for (Answer answer : answers) {
            if (answer.failure == null) continue;
            if (run.simulation.onFailure() == OnFailure.STRICT) throw answer.exception(run.round);
            failed++;
        }
        for (Answer answer : answers) {
            if (answer.failure != null) continue;
            inFlight.put(answer.client, new InFlight(run.round, answer.delta, answer.memory, answer.bytes));
            double seconds = run.simulation.latency()
                    .seconds(run.seed, run.round, answer.client, answer.steps, b.bytes() + answer.bytes);
            run.clock.send(seconds, answer.client, run.round);
        }
        free = (free < 0 ? 0 : free - chosen.length) + (chosen.length - present.length) + failed;
        List<Arrival> arrived = run.clock.waitFor(policy.size());
        free += arrived.size();
        long steps = Stream.of(answers).filter(a -> a.failure == null).mapToLong(a -> a.steps).sum();
        return takeIn(arrived, steps, chosen.length - present.length, failed, b.bytes() * present.length);
    }

    private RoundLog takeIn(List<Arrival> arrived, long localSteps, int dropped, int failed, long down) {
        int[] clients = arrived.stream().mapToInt(Arrival::client).sorted().toArray();
        double total = IntStream.of(clients).mapToDouble(m -> run.weights[m]).sum();
        double[] delta = new double[run.problem.layout().length()];
        long up = 0;
        for (int client : clients) {
            InFlight work = inFlight.remove(client);
            double weight = run.weights[client] / total * StrictMath.pow(1 + run.round - work.round(), -policy.staleness());
            for (int i = 0; i < delta.length; i++) delta[i] += weight * work.delta()[i];
            if (work.memory() != null) run.store.put(client, work.memory());
            up += work.bytes();
        }
        if (clients.length > 0 && total > 0) run.server.step(delta, 0, run.round);
        return run.finish(clients, localSteps, dropped, failed, 0, down, up, null);
    }
}
