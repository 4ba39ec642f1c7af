package org.gradus.theory.fedada2;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.rule.OuterAdagrad;
import org.gradus.optim.Optimizer;
import org.gradus.optim.schedule.Schedule;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** F1: equal clients, adaptive on both sides. */
final class IdenticalClients implements Claim<Adaptive> {
    @Override
    public About about() {
        return new About("fedada2-f1", "FedAda2 on equal clients",
                "With K = 1, Adagrad on both sides and |d_j F| <= G: min_t |grad F(x_t)|^2 <= (eta_l sqrt(T) + tau) (G +"
                        + " eps)/(eta eta_l T) (D0 + (L eta^2 n/2) ln(1 + T eta_l^2/tau^2)), which is O(log T/sqrt T).",
                "derived here for the method of Lee et al., arXiv 2410.18117", Provenance.DERIVED,
                "all clients have the same function, L-smooth with bounded gradients",
                "exact gradients, K = 1, no momentum");
    }

    @Override
    public Class<Adaptive> instanceType() {
        return Adaptive.class;
    }

    /** The size is n. */
    @Override
    public Adaptive draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        double[] w = new double[size];
        double[] center = new double[size];
        Arrays.setAll(w, j -> 0.2 + random.nextDouble());
        Arrays.setAll(center, j -> 3 * random.nextGaussian());
        double[][] centers = {center, center, center};
        return new Adaptive(w, centers, Adaptive.equal(3), 0, 0.01 * Math.pow(10, random.nextDouble()),
                Math.pow(10, -3 * random.nextDouble()),
                0.2 + random.nextDouble(), 0.1 + random.nextDouble(), 1, random.nextBoolean() ? 50 : 500);
    }

    @Override
    public Evidence evaluate(Adaptive a) {
        for (double[] center : a.centers()) {
            if (!Arrays.equals(center, a.centers()[0])) return Evidence.outside("equal clients, but they differ");
        }
        return a.localSteps() == 1 ? against(a) : Evidence.outside("K = 1, but K = " + a.localSteps());
    }

    private static Evidence against(Adaptive a) {
        double least = Arrays.stream(a.squaredGradients(server(a))).min().orElseThrow();
        return Evidence.of(Inequality.atMost("min |grad F|^2", least, bound(a), 1 << 10));
    }

    private static Optimizer server(Adaptive a) {
        return new OuterAdagrad(Schedule.constant(a.serverRate()), 0, a.tau(), 0, false);
    }

    static double bound(Adaptive a) {
        double t = a.rounds();
        double rate = a.clientRate();
        double growth = a.smoothness() * a.serverRate() * a.serverRate() * a.w().length / 2
                * Math.log1p(t * rate * rate / (a.tau() * a.tau()));
        return (rate * Math.sqrt(t) + a.tau()) * (a.smoothness() + a.eps()) / (a.serverRate() * rate * t)
                * (a.gap() + growth);
    }

    @Override
    public Control<Adaptive> control() {
        return new Control<>("the same for clients that differ, where the method stops beside the minimizer",
                (seed, size) -> Adaptive.twoAgainstOne(0.1, 0.01, 0.5, 1, 20_000), IdenticalClients::against);
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("rounds T"), Axis.log("min |grad F|^2"));
        for (int rounds = 100; rounds <= 30_000; rounds *= 3) {
            Adaptive a = Adaptive.twoAgainstOne(0.1, 0.01, 0.5, 1, rounds);
            Adaptive equal = new Adaptive(a.w(), new double[][] {{1}}, Adaptive.equal(1), 3, 0.1, 0.01, 0.5, 1, 1, rounds);
            double least = Arrays.stream(equal.squaredGradients(server(equal))).min().orElseThrow();
            if (least > 1e-16) figure.line("equal clients", rounds, least);
            figure.dashed("bound", rounds, bound(equal));
            figure.line("two clients against one", rounds,
                    Arrays.stream(a.squaredGradients(server(a))).min().orElseThrow());
        }
        return figure.caption("eta_l = 0.1, eps = 0.01, eta = 0.5, tau = 1: clients that differ stop at a gradient of about"
                + " 0.3.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 3, 10);
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
