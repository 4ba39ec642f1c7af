package org.gradus.federated;

/** Rounds in which only scalars travel: everyone receives everyone's, and the update is their sum over directions. */
final class ScalarRounds implements Rounds {
    private final Run run;
    private final Exchange.SharedSeed exchange;
    private final SharedSeedWork[] workers;

    ScalarRounds(Run run, Exchange.SharedSeed exchange) {
        this.run = run;
        this.exchange = exchange;
        this.workers = new SharedSeedWork[run.engine.threads()];
        for (int w = 0; w < workers.length; w++) workers[w] = new SharedSeedWork(exchange, run.problem, run.seed);
    }

    @Override
    public RoundLog next() {
        Cohort cohort = Cohort.of(run);
        if (cohort.present().length == 0) return run.empty(cohort, 0, 0, 0, 0);
        double[] x = run.server.model().clone();
        Gathered g = Gathering.ofUpdates(run)
                .all(cohort.present(), 0, (client, worker) -> workers[worker].run(x, run.round, client));
        run.finishTime(g);
        long down = g.up * g.kept.size();
        if (g.kept.isEmpty()) return run.empty(cohort, g.failed, g.late, down, g.up);
        double divisor = exchange.normalizer() == Exchange.SharedSeed.Normalizer.MEAN ? g.scalars : Math.sqrt(g.scalars);
        for (int i = 0; i < g.delta.length; i++) g.delta[i] /= divisor;
        run.server.step(g.delta, 0, run.round);
        return run.log(cohort, g, g.failed, down, g.up, null);
    }
}
