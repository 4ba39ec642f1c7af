package org.gradus.federated;

/** Lets the clients of a round work, a few at a time, and sums their answers in client order. */
final class Gathering {
    interface Work {
        Answer of(int client, int worker);
    }

    private final Run run;
    private final Gathered gathered;
    private final boolean weighted;

    private Gathering(Run run, Gathered gathered, boolean weighted) {
        this.run = run;
        this.gathered = gathered;
        this.weighted = weighted;
    }

    /** Displacements are averaged; what is sent along with them, too, but for changes of control variates. */
    static Gathering ofDisplacements(Run run, int[] clients) {
        boolean sums = run.simulation.correction() instanceof Correction.ControlVariates;
        return new Gathering(run, new Gathered(run.total(clients), sums), true);
    }

    /** Updates are summed as they are. */
    static Gathering ofUpdates(Run run) {
        return new Gathering(run, new Gathered(1, true), false);
    }

    /** @param down bytes that were sent to each client */
    Gathered all(int[] clients, long down, Work work) {
        Answer[] answers = new Answer[Math.min(clients.length, 4 * run.pool.threads())];
        for (int from = 0; from < clients.length; from += answers.length) {
            int first = from;
            int count = Math.min(answers.length, clients.length - from);
            run.pool.each(count, (i, worker) -> answers[i] = work.of(clients[first + i], worker));
            for (int i = 0; i < count; i++) take(answers[i], down);
        }
        return gathered;
    }

    /** Takes in answers that are there already, in client order. */
    Gathered all(Answer[] answers, long down) {
        for (Answer answer : answers) take(answer, down);
        return gathered;
    }

    private void take(Answer answer, long down) {
        Simulation simulation = run.simulation;
        double weight = weighted ? run.weights[answer.client] : 1;
        if (answer.failure != null) {
            if (simulation.onFailure() == OnFailure.STRICT) throw answer.exception(run.round);
            gathered.failed++;
            gathered.exclude(weight);
            return;
        }
        gathered.up += answer.bytes;
        double seconds = simulation.latency().seconds(run.seed, run.round, answer.client, answer.steps, down + answer.bytes);
        if (simulation.stragglers() instanceof Stragglers.Deadline d && seconds > d.seconds()) {
            gathered.late++;
            gathered.exclude(weight);
            return;
        }
        gathered.slowest = Math.max(gathered.slowest, seconds);
        gathered.add(answer, weight);
    }
}
