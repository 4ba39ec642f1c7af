package org.gradus.federated;

import java.util.Arrays;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;

/**
 * The work of a client that sends scalars only: two losses a direction. Directions come from the key (seed, round,
 * client, sample), so that everyone who has the scalars can make the update. For one thread.
 */
final class SharedSeedWork {
    private final Exchange.SharedSeed exchange;
    private final FederatedProblem.Local local;
    private final long seed;
    private final double[] z;
    private final double[] point;

    SharedSeedWork(Exchange.SharedSeed exchange, FederatedProblem problem, long seed) {
        this.exchange = exchange;
        this.local = problem.local();
        this.seed = seed;
        this.z = new double[problem.layout().length()];
        this.point = new double[z.length];
    }

    /** A sample whose loss is not finite is left out, and the client sends fewer scalars. */
    Answer run(double[] x, long round, int client) {
        Answer answer = new Answer(client);
        double[] scalars = new double[exchange.samples()];
        int[] samples = new int[exchange.samples()];
        int count = 0;
        for (int s = 0; s < exchange.samples(); s++) {
            direction(round, client, s);
            Sample sample = new Sample(seed, round, client, s);
            double up = loss(sample, x, exchange.eps());
            double scalar = (up - loss(sample, x, -exchange.eps())) / (2 * exchange.eps());
            if (!Double.isFinite(scalar)) continue;
            samples[count] = s;
            scalars[count++] = scalar;
        }
        answer.steps = 2L * exchange.samples();
        if (count == 0) return answer.failed("no loss is finite", 0);
        byte[] payload = exchange.format().encode(Arrays.copyOf(scalars, count));
        answer.bytes = payload.length;
        answer.scalars = count;
        answer.delta = update(payload, samples, count, round, client);
        return answer;
    }

    /** {@code -sum g z} over the scalars of a payload, as every receiver makes it. */
    double[] update(byte[] payload, int[] samples, int count, long round, int client) {
        double[] update = new double[z.length];
        double[] decoded = exchange.format().decode(payload, count);
        for (int k = 0; k < count; k++) {
            direction(round, client, samples[k]);
            for (int i = 0; i < update.length; i++) update[i] -= decoded[k] * z[i];
        }
        return update;
    }

    private void direction(long round, int client, int sample) {
        Keyed.of(seed, round, client, sample, Purpose.PERTURBATION).fillGaussian(z, 0, z.length, 1);
    }

    private double loss(Sample sample, double[] x, double eps) {
        for (int i = 0; i < x.length; i++) point[i] = x[i] + eps * z[i];
        return local.loss(sample, point);
    }
}
