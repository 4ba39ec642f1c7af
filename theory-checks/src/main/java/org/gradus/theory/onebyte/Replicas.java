package org.gradus.theory.onebyte;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Exchange.SharedSeed.Normalizer;
import org.gradus.federated.codec.ScalarFormat;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Machines that apply the decoded scalars of all, their own included, keep equal models. */
final class Replicas implements Claim<Machines> {
    private static final List<String> FORMATS = List.of("float64", "float32", "log9", "byte", "sign");

    @Override
    public About about() {
        return new About("one-byte-replicas", "Replicas stay equal to the bit",
                "A machine that draws the directions from the shared seed and applies the decoded scalars of all machines in"
                        + " order, its own as the others decode it, has the model of every other after every round.",
                "Zelikman et al., arXiv 2306.10015", Provenance.PAPER, "one order of application", "one generator");
    }

    @Override
    public Class<Machines> instanceType() {
        return Machines.class;
    }

    @Override
    public Machines draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        return new Machines(size, 1 + random.nextInt(4), 1 + random.nextInt(3),
                FORMATS.get((int) Math.floorMod(seed, FORMATS.size())), 0.02, 10, seed);
    }

    @Override
    public Evidence evaluate(Machines m) {
        return against(m, true);
    }

    private static Evidence against(Machines m, boolean ownDecoded) {
        Separable problem = problem(m);
        Trajectory run = Trajectory.of(m.simulation(Normalizer.MEAN), problem, m.rounds(), m.seed());
        double[] replica = problem.start(m.seed());
        int different = 0;
        for (int r = 0; r < m.rounds(); r++) {
            round(m, problem, replica, r, ownDecoded);
            double[] model = run.models().get(r + 1);
            for (int i = 0; i < model.length; i++) {
                if (Double.doubleToRawLongBits(model[i]) != Double.doubleToRawLongBits(replica[i])) different++;
            }
        }
        return Evidence.of(Inequality.exact("numbers that differ, over all rounds", different, 0));
    }

    private static Separable problem(Machines m) {
        double[] w = new double[m.dimension()];
        double[] shares = new double[m.machines()];
        double[][] centers = new double[m.machines()][m.dimension()];
        Random random = new Random(m.seed());
        Arrays.setAll(w, i -> 0.2 + random.nextDouble());
        Arrays.fill(shares, 1);
        for (double[] c : centers) Arrays.setAll(c, i -> random.nextGaussian());
        return new Separable(Curve.LOG_COSH, w, centers, shares, new double[m.dimension()], Disturbance.none());
    }

    /** What machine 0 does, written down apart from the simulator. */
    private static void round(Machines m, FederatedProblem problem, double[] x, int round, boolean ownDecoded) {
        ScalarFormat format = m.scalars();
        FederatedProblem.Local local = problem.local();
        double[] sum = new double[x.length];
        double[] z = new double[x.length];
        double[] at = new double[x.length];
        for (int j = 0; j < m.machines(); j++) {
            double[] scalars = new double[m.samples()];
            for (int s = 0; s < scalars.length; s++) {
                direction(m, round, j, s, z);
                Sample sample = new Sample(m.seed(), round, j, s);
                for (int i = 0; i < x.length; i++) at[i] = x[i] + Machines.EPS * z[i];
                double up = local.loss(sample, at);
                for (int i = 0; i < x.length; i++) at[i] = x[i] - Machines.EPS * z[i];
                scalars[s] = (up - local.loss(sample, at)) / (2 * Machines.EPS);
            }
            double[] applied = j == 0 && !ownDecoded ? scalars : format.decode(format.encode(scalars), scalars.length);
            double[] update = new double[x.length];
            for (int s = 0; s < scalars.length; s++) {
                direction(m, round, j, s, z);
                for (int i = 0; i < x.length; i++) update[i] -= applied[s] * z[i];
            }
            for (int i = 0; i < x.length; i++) sum[i] += update[i];
        }
        for (int i = 0; i < x.length; i++) x[i] -= m.rate() * -(sum[i] / (m.machines() * m.samples()));
    }

    private static void direction(Machines m, int round, int machine, int sample, double[] z) {
        Keyed.of(m.seed(), round, machine, sample, Purpose.PERTURBATION).fillGaussian(z, 0, z.length, 1);
    }

    @Override
    public Control<Machines> control() {
        return new Control<>("the same for a machine that applies its own scalars as they were before encoding",
                (seed, size) -> draw(seed, size).sending("byte"), m -> against(m, false));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("round"), Axis.log("largest difference of replicas"));
        Machines m = new Machines(10, 4, 1, "byte", 0.02, 60, 2);
        Trajectory run = Trajectory.of(m.simulation(Normalizer.MEAN), problem(m), m.rounds(), m.seed());
        double[] replica = problem(m).start(m.seed());
        for (int r = 0; r < m.rounds(); r++) {
            round(m, problem(m), replica, r, false);
            double largest = 0;
            for (int i = 0; i < replica.length; i++) {
                largest = Math.max(largest, Math.abs(replica[i] - run.models().get(r + 1)[i]));
            }
            figure.line("own scalars not decoded", r + 1, largest);
        }
        return figure.caption("One byte a scalar. Where every machine decodes its own scalars the difference is 0, which a"
                + " logarithmic axis cannot show.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 7);
    }

    @Override
    public int draws() {
        return 60;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
