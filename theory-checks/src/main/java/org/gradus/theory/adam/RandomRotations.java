package org.gradus.theory.adam;

import java.util.Arrays;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Checker;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;

/** T8: random rotations, by observation. */
final class RandomRotations implements Claim<RandomRotations.Sample> {
    private static final double[] KAPPAS = {1e3, 1e4, 1e6};

    /** Rotations and starts {@code first, first + 1, ...} at one dimension and condition number. */
    record Sample(int dimension, double kappa, int starts, long first) {}

    @Override
    public About about() {
        return new About("adam-t8", "Frozen Adam on randomly rotated Hessians",
                "For Q = U diag(lam) U' with random U, kappa_P > cond(Q) (Adam loses) for at most 10 % of starts at d = 2"
                        + " and for at least 20, 70, 90 % at d = 8, 16, 32, although d is far below kappa^(1/3).",
                "observed here, beside the negative examples of Das et al., arXiv 2402.07114", Provenance.OBSERVED,
                "spectrum log-spaced from 1 to kappa, kappa from 1e3 to 1e6", "U uniform on the orthogonal group");
    }

    @Override
    public Class<Sample> instanceType() {
        return Sample.class;
    }

    @Override
    public Sample draw(long seed, int size) {
        long round = Math.floorDiv(seed, KAPPAS.length);
        return new Sample(size, KAPPAS[(int) Math.floorMod(seed, KAPPAS.length)], 200, 200 * round);
    }

    @Override
    public Evidence evaluate(Sample sample) {
        double[] ratios = ratios(sample);
        int worse = (int) Arrays.stream(ratios).filter(r -> r > 1).count();
        int n = ratios.length;
        return sample.dimension < 4
                ? Evidence.of(Expectation.shareAtMost("share of starts with kappa_P > cond(Q) <= 10 %", worse, n, 0.1))
                : sample.dimension < 8 ? Evidence.outside("d = 2 or d >= 8, but d = " + sample.dimension)
                : Evidence.of(atLeast(worse, n, sample.dimension < 16 ? 0.2 : sample.dimension < 32 ? 0.7 : 0.9));
    }

    private static Expectation atLeast(int worse, int n, double share) {
        String name = "share of starts with kappa_P <= cond(Q) is at most " + Math.round(100 - 100 * share) + " %";
        return Expectation.shareAtLeast(name, worse, n, share);
    }

    /** {@code kappa_P / cond(Q)} of every start. */
    static double[] ratios(Sample sample) {
        return ratios(sample, Dense.Family.ROT);
    }

    private static double[] ratios(Sample sample, Dense.Family family) {
        return Checker.parallel(sample.starts, i -> {
            Dense p = Dense.of(family, sample.dimension, sample.kappa, sample.first + i);
            return Conditioning.preconditioned(p).condition() / Eigen.of(p.q()).condition();
        }).stream().mapToDouble(r -> r).toArray();
    }

    @Override
    public Control<Sample> control() {
        return Control.falseClaim("the same for Hessians with dominant rows in place of random rotations", this, sample -> {
            if (sample.dimension < 8) return Evidence.outside("d >= 8");
            int worse = (int) Arrays.stream(ratios(sample, Dense.Family.DIAGDOM)).filter(r -> r > 1).count();
            return Evidence.of(atLeast(worse, sample.starts, 0.2));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("dimension d"),
                Axis.linear("share of 100 starts with kappa_P > cond(Q)"));
        for (double kappa : KAPPAS) {
            for (int d : new int[] {2, 4, 8, 16, 32}) {
                double[] ratios = ratios(new Sample(d, kappa, 100, 0));
                figure.line("kappa 1e" + (int) Math.round(Math.log10(kappa)), d,
                        Arrays.stream(ratios).filter(r -> r > 1).count() / 100.0);
            }
        }
        return figure.caption("Losing to gradient descent is common from d = 8 on, long before d reaches kappa^(1/3) (10,"
                + " 22, 100).");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 8, 16, 32);
    }

    @Override
    public int draws() {
        return 12;
    }
}
