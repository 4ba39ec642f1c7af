package org.gradus.federated;

import java.util.stream.IntStream;
import org.gradus.federated.array.ArrayState;

/** Rounds that wait for their cohort: broadcast, local work, average, outer step. */
final class SynchronousRounds implements Rounds {
    /** Sums of up to so many numbers are kept during a round to compute its {@link Terms}. */
    private static final long LARGEST_SUMS = 1 << 23;

    private final Run run;
    private final Simulation simulation;
    private final ClientWork[] workers;
    /** Empty unless clients are stepped together. */
    private final RowWork[] rows;
    private final double[] minimizer;
    private TermBlock[] terms = new TermBlock[0];

    SynchronousRounds(Run run) {
        this.run = run;
        this.simulation = run.simulation;
        this.workers = run.workers();
        this.rows = run.rowWorkers(workers);
        this.minimizer = run.problem.minimizer();
    }

    @Override
    public RoundLog next() {
        Cohort cohort = Cohort.of(run);
        int[] present = cohort.present();
        if (present.length == 0 || run.total(present) == 0) return run.empty(cohort, 0, 0, 0, 0);
        Broadcast.Sender sender = new Broadcast.Sender(simulation.down(), run.seed, run.round);
        Broadcast b = run.broadcast(sender);
        Gathered gradients = null;
        if (simulation.correction() instanceof Correction.ServerMomentum m && m.varianceReduction()) {
            gradients = fullGradients(present, b);
            if (!gradients.complete()) return run.empty(cohort, gradients.failed, 0, 0, gradients.up);
            present = gradients.participants();
            b = new Broadcast(run.round, b.model(), new double[][] {b.vectors()[0], sender.send(gradients.extra)}, null,
                    sender.bytes());
        }
        int steps = workers[0].steps(present[0]);
        boolean record = records(present, steps);
        Gathered g = run.card != null ? onCard(present, b)
                : record || rows.length > 0 ? inBlocks(present, b, record ? steps : 0) : oneByOne(present, b);
        long down = b.bytes() * present.length;
        long up = g.up + (gradients == null ? 0 : gradients.up);
        int failed = g.failed + (gradients == null ? 0 : gradients.failed);
        run.finishTime(g);
        if (!g.complete()) return run.empty(cohort, failed, g.late, down, up);

        guard(g);
        int part = (int) (run.round % (run.server.bounds().length - 1));
        run.server.step(g.delta, part, run.round);
        keep(g, gradients == null ? g.extra : gradients.extra, b);
        // Who worked but does not count is in the sums: then they are not those of the step that was made.
        Terms computed = record && g.excluded == 0 ? terms(present.length, steps, b.model()) : null;
        return run.log(cohort, g, failed, down, up, computed);
    }

    private Gathered fullGradients(int[] present, Broadcast b) {
        return Gathering.ofDisplacements(run, present)
                .all(present, 0, (client, worker) -> workers[worker].fullGradient(b, client));
    }

    private Gathered onCard(int[] present, Broadcast b) {
        return Gathering.ofDisplacements(run, present).all(run.card.run(b, present, workers), b.bytes());
    }

    private Gathered oneByOne(int[] present, Broadcast b) {
        return Gathering.ofDisplacements(run, present).all(present, b.bytes(),
                (client, worker) -> workers[worker].run(b, client, run.stored(client), null, 0));
    }

    /** All clients at once in blocks, with sums for the terms if steps is positive. */
    private Gathered inBlocks(int[] clients, Broadcast b, int steps) {
        int blocks = (clients.length - 1) / TermBlock.CLIENTS + 1;
        prepareTerms(blocks, steps);
        Answer[] answers = new Answer[clients.length];
        run.pool.each(blocks, (block, worker) -> {
            int from = block * TermBlock.CLIENTS;
            int to = Math.min(clients.length, from + TermBlock.CLIENTS);
            TermBlock sums = steps == 0 ? null : terms[block];
            Answer[] together = rows.length == 0 ? null : rows[worker].run(b, clients, from, to, run.weights, sums);
            if (together == null && rows.length > 0 && sums != null) sums.clear();
            for (int i = from; i < to; i++) {
                answers[i] = together != null ? together[i - from]
                        : workers[worker].run(b, clients[i], run.stored(clients[i]), sums, run.weights[clients[i]]);
            }
        });
        return Gathering.ofDisplacements(run, clients).all(answers, b.bytes());
    }

    /**
     * Whether the quantities of the theory are wanted: their sums need all clients to make the same steps, along gradients
     * whose expectation is known.
     */
    private boolean records(int[] present, int steps) {
        if (simulation.correction() instanceof Correction.ServerMomentum) return false;
        long blocks = (present.length - 1) / TermBlock.CLIENTS + 1;
        return run.sumOfModels != null && 3 * blocks * steps * run.problem.layout().length() <= LARGEST_SUMS
                && IntStream.of(present).allMatch(m -> workers[0].steps(m) == steps);
    }

    private void prepareTerms(int blocks, int steps) {
        if (steps == 0) return;
        if (terms.length < blocks || !terms[0].fits(steps)) {
            terms = new TermBlock[blocks];
            for (int k = 0; k < blocks; k++) terms[k] = new TermBlock(steps, run.problem.layout().length());
        }
        for (int k = 0; k < blocks; k++) terms[k].clear();
    }

    private Terms terms(int clients, int steps, double[] before) {
        int blocks = (clients - 1) / TermBlock.CLIENTS + 1;
        for (int k = 1; k < blocks; k++) terms[0].merge(terms[k]);
        terms[0].addModels(run.sumOfModels);
        run.models += steps;
        return terms[0].terms(minimizer, before, run.server.model());
    }

    /** Coordinates whose steps have cancelled, up to rounding, have not moved. */
    private static void guard(Gathered g) {
        for (int i = 0; g.largest != null && i < g.delta.length; i++) {
            if (Math.abs(g.delta[i]) <= 8 * Math.ulp(g.largest[i])) g.delta[i] = 0;
        }
    }

    /** What the server keeps beside its model. */
    private void keep(Gathered g, double[] extra, Broadcast b) {
        if (simulation.correction() instanceof Correction.ControlVariates) {
            for (int i = 0; i < run.server.vector.length; i++) run.server.vector[i] += extra[i] / run.problem.clients();
        } else if (simulation.correction() instanceof Correction.ServerMomentum m) {
            for (int i = 0; i < run.server.vector.length; i++) {
                run.server.vector[i] = (1 - m.decay()) * extra[i] + m.decay() * run.server.vector[i];
            }
        } else if (run.server.inner != null) {
            double[] values = b.inner().values();
            for (int i = 0; i < values.length; i++) values[i] += extra[i];
            run.server.inner = new ArrayState(values, b.inner().step() + g.kept.get(0).steps);
        }
        for (Answer answer : g.kept) {
            if (answer.memory != null) run.store.put(answer.client, answer.memory);
        }
    }
}
