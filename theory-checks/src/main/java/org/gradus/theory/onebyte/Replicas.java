package org.gradus.theory.onebyte;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gradus.federated.Exchange.SharedSeed.Normalizer;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Largest;
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
        Separable problem = ScalarRound.problem(m);
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

    private static void round(Machines m, FederatedProblem problem, double[] x, int round, boolean ownDecoded) {
        ScalarRound scalars = new ScalarRound(m, problem, round);
        double[][] applied = new double[m.machines()][];
        for (int j = 0; j < applied.length; j++) {
            double[] measured = scalars.measured(j, x);
            applied[j] = j == 0 && !ownDecoded ? measured : scalars.decoded(measured);
        }
        scalars.apply(x, IntStream.range(0, m.machines()).toArray(), applied);
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
        Trajectory run = Trajectory.of(m.simulation(Normalizer.MEAN), ScalarRound.problem(m), m.rounds(), m.seed());
        double[] replica = ScalarRound.problem(m).start(m.seed());
        for (int r = 0; r < m.rounds(); r++) {
            round(m, ScalarRound.problem(m), replica, r, false);
            figure.line("own scalars not decoded", r + 1, Largest.difference(replica, run.models().get(r + 1)));
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
