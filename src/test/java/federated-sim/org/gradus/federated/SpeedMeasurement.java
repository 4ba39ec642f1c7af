package org.gradus.federated;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Quadratics;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.optim.rule.Sgd;

/**
 * Seconds for 100 clients x 50 local steps x 1,000 rounds of a dense quadratic in 50 dimensions, without noise and with
 * keyed Gaussian noise: not a test, run it by hand with [rows|workers] [threads] [rounds].
 */
final class SpeedMeasurement {
    private SpeedMeasurement() {}

    public static void main(String[] args) {
        boolean rows = args.length == 0 || args[0].equals("rows");
        int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 1000;
        Engine engine = rows ? Engine.rows(threads) : Engine.workers(threads);
        for (int repeat = 0; repeat < 2; repeat++) {
            for (String noise : new String[] {"none", "gaussian(scale=0.1)"}) {
                FederatedProblem problem = problem(100, 50).disturbedBy(Disturbance.of(Noise.parse(noise)));
                long begin = System.nanoTime();
                long cpu = cpu();
                try (Run run = Simulation.of(Sgd.of(0.01), Sgd.of(1), 50).start(problem, 1, engine)) {
                    double loss = 0;
                    for (int r = 0; r < rounds; r++) loss = run.round().loss();
                    System.out.printf("%s, %d threads, noise %s, %d rounds: %.2f s, %.2f s of processors, loss %.6g%n",
                            rows ? "rows" : "workers",
                            threads, noise, rounds, (System.nanoTime() - begin) * 1e-9, (cpu() - cpu) * 1e-9, loss);
                }
            }
        }
    }

    /** Of all threads, the compiler's among them. */
    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Clients share a random matrix A'A/n, their centers differ a little. */
    static Quadratics problem(int clients, int n) {
        Keyed random = Keyed.of(7, 0, 0, 0, Purpose.PARTITION);
        double[][] a = new double[n][n];
        for (double[] row : a) random.fillGaussian(row, 0, n, 1);
        double[][] q = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) q[i][j] += a[k][i] * a[k][j] / n;
            }
        }
        double[][][] matrices = new double[clients][][];
        Arrays.fill(matrices, q);
        double[][] centers = new double[clients][n];
        for (double[] c : centers) random.fillGaussian(c, 0, n, 1);
        double[] start = new double[n];
        Arrays.fill(start, 3);
        return Quadratics.dense(matrices, centers).startingAt(start);
    }
}
