package org.gradus.theory.onebyte;

import java.util.Arrays;
import java.util.Random;
import org.gradus.federated.codec.ScalarFormat;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;

/** What a machine does in a round, written down apart from the simulator. */
record ScalarRound(Machines m, FederatedProblem problem, int round) {

    /** Machines with different minimizers, drawn from their seed. */
    static Separable problem(Machines m) {
        double[] w = new double[m.dimension()];
        double[] shares = new double[m.machines()];
        double[][] centers = new double[m.machines()][m.dimension()];
        Random random = new Random(m.seed());
        Arrays.setAll(w, i -> 0.2 + random.nextDouble());
        Arrays.fill(shares, 1);
        for (double[] c : centers) Arrays.setAll(c, i -> random.nextGaussian());
        return new Separable(Curve.LOG_COSH, w, centers, shares, new double[m.dimension()], Disturbance.none());
    }

    /** The scalars of a machine at x, before they are encoded. */
    double[] measured(int machine, double[] x) {
        FederatedProblem.Local local = problem.local();
        double[] scalars = new double[m.samples()];
        double[] at = new double[x.length];
        for (int s = 0; s < scalars.length; s++) {
            double[] z = direction(machine, s, x.length);
            Sample sample = new Sample(m.seed(), round, machine, s);
            for (int i = 0; i < x.length; i++) at[i] = x[i] + Machines.EPS * z[i];
            double up = local.loss(sample, at);
            for (int i = 0; i < x.length; i++) at[i] = x[i] - Machines.EPS * z[i];
            scalars[s] = (up - local.loss(sample, at)) / (2 * Machines.EPS);
        }
        return scalars;
    }

    /** As the others receive them. */
    double[] decoded(double[] scalars) {
        ScalarFormat format = m.scalars();
        return format.decode(format.encode(scalars), scalars.length);
    }

    /** Moves x by the scalars of those who took part, in order; by the mean over all of them. */
    void apply(double[] x, int[] machines, double[][] scalars) {
        double[] sum = new double[x.length];
        int count = 0;
        for (int j = 0; j < machines.length; j++) {
            double[] update = new double[x.length];
            for (int s = 0; s < scalars[j].length; s++) {
                double[] z = direction(machines[j], s, x.length);
                for (int i = 0; i < x.length; i++) update[i] -= scalars[j][s] * z[i];
            }
            for (int i = 0; i < x.length; i++) sum[i] += update[i];
            count += scalars[j].length;
        }
        for (int i = 0; i < x.length; i++) x[i] -= m.rate() * -(sum[i] / count);
    }

    private double[] direction(int machine, int sample, int n) {
        double[] z = new double[n];
        Keyed.of(m.seed(), round, machine, sample, Purpose.PERTURBATION).fillGaussian(z, 0, n, 1);
        return z;
    }
}
