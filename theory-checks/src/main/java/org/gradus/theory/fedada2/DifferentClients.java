package org.gradus.theory.fedada2;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** F2: clients that differ, with a bias that does not vanish. */
final class DifferentClients implements Claim<Adaptive> {
    @Override
    public About about() {
        return new About("fedada2-f2", "Adaptive clients that differ",
                "Adagrad on clients, averaging on the server, e = eta_l/eps, |grad F_i| <= G2, |d_j F_i| <= Gi: (1/T) sum"
                        + " |grad F|^2 <= 2 D0/(e K T) + (L e G2 (K-1)/2 + sqrt(K) Gi G2/eps)^2 + L e K G2^2; the"
                        + " middle term is a bias that remains.",
                "derived here for the method of Lee et al., arXiv 2410.18117", Provenance.DERIVED,
                "clients L-smooth with bounded gradients", "exact gradients", "all take part");
    }

    @Override
    public Class<Adaptive> instanceType() {
        return Adaptive.class;
    }

    /** The size is K. */
    @Override
    public Adaptive draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        double[][] centers = new double[4][3];
        for (double[] c : centers) Arrays.setAll(c, j -> 1.5 + 2 * random.nextGaussian());
        double eps = Math.pow(10, 0.5 + 2 * random.nextDouble());
        return new Adaptive(new double[] {0.5, 0.75, 1}, centers, Adaptive.equal(4), 0,
                eps * (0.01 + 0.04 * random.nextDouble()), eps, 1, 1,
                size, random.nextBoolean() ? 300 : 1000);
    }

    @Override
    public Evidence evaluate(Adaptive a) {
        return against(a, bias(a));
    }

    private static Evidence against(Adaptive a, double bias) {
        return Evidence.of(Inequality.atMost("mean |grad F|^2", mean(a), bound(a, bias), 1 << 12));
    }

    private static double mean(Adaptive a) {
        return Arrays.stream(a.squaredGradients(Sgd.of(1))).average().orElseThrow();
    }

    /** G2, which no gradient is longer than. */
    private static double length(Adaptive a) {
        return Math.sqrt(Arrays.stream(a.w()).map(w -> w * w).sum());
    }

    static double bias(Adaptive a) {
        return Math.sqrt(a.localSteps()) * a.smoothness() * length(a) / a.eps();
    }

    static double bound(Adaptive a, double bias) {
        double e = a.clientRate() / a.eps();
        int k = a.localSteps();
        double g = length(a);
        return 2 * a.gap() / (e * k * a.rounds()) + Math.pow(a.smoothness() * e * g * (k - 1) / 2 + bias, 2)
                + a.smoothness() * e * k * g * g;
    }

    @Override
    public Control<Adaptive> control() {
        return new Control<>("the bound without its bias",
                (seed, size) -> Adaptive.twoAgainstOne(5e-4, 0.1, 1, 1, 20_000), a -> against(a, 0));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("client smoothing eps"), Axis.log("mean |grad F|^2"));
        for (double eps = 0.03; eps < 300; eps *= 2) {
            Adaptive a = Adaptive.twoAgainstOne(0.02 * eps, eps, 1, 1, 3000);
            figure.line("measured", eps, mean(a));
            figure.dashed("bound", eps, bound(a, bias(a)));
            figure.dashed("bound without bias", eps, bound(a, 0));
        }
        return figure.caption("Two clients against one, e = 0.02, T = 3000.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 2, 5);
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
