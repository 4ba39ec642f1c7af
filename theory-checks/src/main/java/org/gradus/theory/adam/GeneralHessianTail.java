package org.gradus.theory.adam;

import java.util.ArrayList;
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

/** T5's probability statement: kappa_eff against the paper's general quantity. */
final class GeneralHessianTail implements Claim<GeneralHessianTail.Sample> {
    private static final double[] P = {0.5, 0.2, 0.1, 0.05};

    /** Instances {@code first, first + 1, ...} of a family. */
    record Sample(String family, int dimension, double kappa, int starts, long first) {}

    @Override
    public About about() {
        return new About("adam-t5-tail", "The paper's quantity bounds kappa_eff with high probability",
                "For e_0i uniform on [-D, D], kappa_eff <= (2/p) d kbar sqrt(d kbar kdiag) with probability at least 1 -"
                        + " p; kbar = cond(Lam^-1/2 Q Lam^-1/2), kdiag = max Q_ii/min Q_ii.",
                "Das et al., arXiv 2402.07114 (any Hessian, in our reading of its symbols); constant derived here",
                Provenance.DERIVED,
                "Q symmetric positive definite", "independent initial errors, uniform on an interval about 0");
    }

    @Override
    public Class<Sample> instanceType() {
        return Sample.class;
    }

    @Override
    public Sample draw(long seed, int size) {
        Dense.Family[] families = Dense.Family.values();
        long round = Math.floorDiv(seed, families.length);
        return new Sample(families[(int) Math.floorMod(seed, families.length)].toString(), size, 1e4, 400, 400 * round);
    }

    @Override
    public Evidence evaluate(Sample sample) {
        return against(sample, 1);
    }

    private static Evidence against(Sample sample, double factor) {
        double[] ratios = ratios(sample);
        List<Expectation> shares = new ArrayList<>();
        for (double p : P) {
            int count = (int) Arrays.stream(ratios).filter(r -> r > factor / p).count();
            shares.add(Expectation.shareAtMost("P(kappa_eff > (2/" + p + ") d kbar sqrt(d kbar kdiag)) <= " + p, count,
                    ratios.length, p));
        }
        return Evidence.of(shares);
    }

    /** {@code kappa_eff / (2 d kbar sqrt(d kbar kdiag))} of every instance. */
    static double[] ratios(Sample sample) {
        Dense.Family family = Dense.Family.valueOf(sample.family.toUpperCase(java.util.Locale.ROOT));
        return Checker.parallel(sample.starts, i -> {
            Conditioning c = Conditioning.of(Dense.of(family, sample.dimension, sample.kappa, sample.first + i));
            return c.kappaEff() / (2 * c.paperQuantity());
        }).stream().mapToDouble(r -> r).toArray();
    }

    @Override
    public Control<Sample> control() {
        return Control.falseClaim("the same with a constant 100 times smaller", this, sample -> against(sample, 0.01));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("kappa_eff / (2 d kbar sqrt(d kbar kdiag))"),
                Axis.log("share of starts beyond"));
        for (Dense.Family family : Dense.Family.values()) {
            double[] ratios = ratios(new Sample(family.toString(), 8, 1e4, 400, 0));
            Arrays.sort(ratios);
            for (int i = 0; i < ratios.length; i += 8) figure.line(family.toString(), ratios[i],
                    1 - (double) i / ratios.length);
        }
        for (double t : new double[] {1, 1000}) figure.dashed("bound p at 1/p", t, 1 / t);
        return figure.caption("d = 8, kappa = 1e4: the bound is met everywhere, by orders of magnitude where Q is not"
                + " near diagonal.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(8);
    }

    @Override
    public int draws() {
        return 4;
    }
}
