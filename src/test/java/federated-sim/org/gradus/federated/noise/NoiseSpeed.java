package org.gradus.federated.noise;

import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;

/** Nanoseconds a coordinate of noise on vectors of 50, keying a stream for each vector: run by hand, best of ten. */
final class NoiseSpeed {
    private static final int D = 50;
    private static final int VECTORS = 20_000;

    private NoiseSpeed() {}

    public static void main(String[] arguments) {
        String[] laws = {"gaussian", "gaussian(by=norm)", "student-t(nu=1.5)", "pareto(alpha=1.5)",
            "alpha-stable(alpha=1.5)", "sparse-spikes(probability=0.01, magnitude=10)", "skewed-pareto(alpha=1.5)"};
        System.out.printf("%-50s %8.2f ns a vector%n", "keying alone", D * nanoseconds(new None()));
        for (String law : laws) System.out.printf("%-50s %8.2f ns a coordinate%n", law, nanoseconds(Noise.parse(law)));
    }

    private static double nanoseconds(Noise noise) {
        double best = Double.POSITIVE_INFINITY;
        double[] gradient = new double[D];
        Keyed random = Keyed.of(0, 0, 0, 0, Purpose.NOISE);
        double used = 0;
        for (int repetition = 0; repetition < 10; repetition++) {
            long start = System.nanoTime();
            for (int i = 0; i < VECTORS; i++) {
                random.rekey(1, repetition, i % 100, i, Purpose.NOISE);
                noise.add(gradient, 0, D, random);
                used += random.nextLong();
            }
            best = Math.min(best, (System.nanoTime() - start) / (double) (VECTORS * D));
        }
        if (used == gradient[0]) System.out.println();
        return best;
    }
}
