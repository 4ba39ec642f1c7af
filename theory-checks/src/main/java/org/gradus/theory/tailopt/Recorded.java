package org.gradus.theory.tailopt;

import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.Sample;

/** The noise of one run, drawn once for all methods that are compared: heavy tails cost more to draw than a local step. */
record Recorded(double[][][][] noise) implements Disturbance {

    static Recorded of(Disturbance disturbance, int rounds, int clients, int localSteps, int coordinates, long seed) {
        double[][][][] noise = new double[rounds][clients][localSteps][coordinates];
        Local local = disturbance.local();
        for (int t = 0; t < rounds; t++) {
            for (int i = 0; i < clients; i++) {
                for (int k = 0; k < localSteps; k++) local.add(new Sample(seed, t, i, k), noise[t][i][k]);
            }
        }
        return new Recorded(noise);
    }

    @Override
    public Local local() {
        return (sample, gradient) -> {
            double[] given = noise[(int) sample.round()][sample.client()][sample.step()];
            for (int j = 0; j < given.length; j++) gradient[j] += given[j];
        };
    }
}
