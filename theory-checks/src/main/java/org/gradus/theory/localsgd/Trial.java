package org.gradus.theory.localsgd;

import java.util.Arrays;
import java.util.Random;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.Gaussian;
import org.gradus.federated.problem.Disturbance;
import org.gradus.optim.option.Require;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Sphere;

/**
 * Equal nodes on a convex function of smoothness 1, and the rates to run with.
 *
 * @param curve of every coordinate, times a factor between 1 and 1/10
 * @param bounded noise of constant length, otherwise normal noise
 * @param noise sigma, the total over coordinates
 * @param distance D of the start from the minimizer, in equal coordinates
 * @param momentum of outer heavy ball, where that is run
 */
record Trial(Curve curve, int dimension, boolean bounded, double noise, double distance, int nodes, int localSteps,
        int rounds, double eta, double gamma, double momentum, long seed) {
    private static final Curve[] CURVES = {Curve.SQUARE, Curve.LOG_COSH, Curve.SOFT_ABS, Curve.LOPSIDED};
    private static final int[] NODES = {1, 4, 16};
    private static final double[] NOISES = {0, 1, 10};

    Trial {
        Require.positive("eta", eta);
        Require.positive("gamma", gamma);
        Require.decayRate("momentum", momentum);
        Require.check(dimension >= 1, "dimension", "at least 1", dimension);
    }

    /** All but the rates is drawn here; the size is H. Every kind of noise meets every curve within 12 seeds. */
    static Trial draw(long seed, int size, boolean bounded) {
        Random random = new Random(1000 * seed + size);
        Curve curve = CURVES[Math.floorMod(seed, CURVES.length)];
        double noise = NOISES[(int) Math.floorMod(Math.floorDiv(seed, 4), 3L)];
        double distance = random.nextBoolean() ? 0.5 + 3 * random.nextDouble() : 30;
        return new Trial(curve, 4, bounded, noise, distance, NODES[random.nextInt(NODES.length)], size,
                random.nextBoolean() ? 5 : 30, 0.1, 1, 0, seed);
    }

    Trial withRates(double eta, double gamma, double momentum) {
        return new Trial(curve, dimension, bounded, noise, distance, nodes, localSteps, rounds, eta, gamma, momentum, seed);
    }

    Trial on(Curve curve, double noise, double distance) {
        return new Trial(curve, dimension, bounded, noise, distance, nodes, localSteps, rounds, eta, gamma, momentum, seed);
    }

    boolean onQuadratic() {
        return curve == Curve.SQUARE;
    }

    Setting setting() {
        return new Setting(1, noise, distance, nodes, localSteps, rounds);
    }

    Bounds bounds() {
        return new Bounds(setting());
    }

    Separable problem() {
        double[] w = new double[dimension];
        Arrays.setAll(w, j -> Math.pow(10, -j / Math.max(1.0, dimension - 1.0)));
        double[] start = new double[dimension];
        Arrays.fill(start, distance / Math.sqrt(dimension));
        return Separable.equal(curve, w, nodes, start, disturbance());
    }

    Disturbance disturbance() {
        if (noise == 0) return Disturbance.none();
        return bounded ? new Sphere(noise) : Disturbance.of(new Gaussian(noise / Math.sqrt(dimension), By.COORDINATE));
    }

    /** The seed of the first of this trial's runs, apart from those of other trials. */
    long firstRun() {
        return 10_000 * seed;
    }
}
