package org.gradus.theory.adam;

import java.util.ArrayList;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Draws;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Lemma K: how the condition numbers of a Hessian bound each other. */
final class ConditionNumbers implements Claim<Dense> {
    private static final double[] ANGLES = {0, 1, 5, 15, 30, 45};

    @Override
    public About about() {
        return new About("adam-lemma-k", "Condition numbers before and after scaling",
                "max(kdiag, kbar/d) <= kappa <= kbar kdiag; 1 <= lmax(Qbar) <= min(d, kbar); kbar/d <= kappa_P <= kbar"
                        + " rho; for d = 2, kappa_P >= kbar = (1+r)/(1-r) with the correlation r; row dominance c < 1"
                        + " gives kbar <= (1+c)/(1-c).",
                "van der Sluis, Numer. Math. 14 (1969); Forsythe and Straus, Proc. AMS 6 (1955)", Provenance.DERIVED,
                "Q symmetric positive definite");
    }

    @Override
    public Class<Dense> instanceType() {
        return Dense.class;
    }

    @Override
    public Dense draw(long seed, int size) {
        if (size > 2) return Dense.of(size, seed);
        double angle = ANGLES[(int) Math.floorMod(seed, ANGLES.length)];
        return new Dense("planar " + angle, Hessians.planar(1000, angle), Draws.start(2, seed));
    }

    @Override
    public Evidence evaluate(Dense p) {
        Conditioning c = Conditioning.of(p);
        int d = p.dimension();
        List<Inequality> all = new ArrayList<>();
        add(all, c, "kdiag <= kappa", c.kdiag(), c.kappa());
        add(all, c, "kbar/d <= kappa", c.kbar() / d, c.kappa());
        add(all, c, "kappa <= kbar kdiag", c.kappa(), c.kbar() * c.kdiag());
        add(all, c, "1 <= lmax(Qbar)", 1, c.jacobi().largest());
        add(all, c, "lmax(Qbar) <= d", c.jacobi().largest(), d);
        add(all, c, "lmax(Qbar) <= kbar", c.jacobi().largest(), c.kbar());
        add(all, c, "kappa_P <= kbar rho", c.kappaP(), c.kbar() * c.rho());
        add(all, c, "kbar/d <= kappa_P", c.kbar() / d, c.kappaP());
        if (d == 2) {
            double r = Math.abs(p.q()[0][1]) / Math.sqrt(p.q()[0][0] * p.q()[1][1]);
            add(all, c, "kbar <= kappa_P for d = 2", c.kbar(), c.kappaP());
            all.add(Inequality.close("kbar = (1+r)/(1-r) for d = 2", c.kbar(), (1 + r) / (1 - r), c.roundingOf(c.kbar())));
        }
        double dominance = p.dominance();
        if (dominance < 1) add(all, c, "kbar <= (1+c)/(1-c)", c.kbar(), (1 + dominance) / (1 - dominance));
        return Evidence.of(all);
    }

    private static void add(List<Inequality> all, Conditioning c, String name, double left, double right) {
        all.add(new Inequality(name, left, right, c.roundingOf(Math.max(c.kappa(), c.kappaP())) * right));
    }

    @Override
    public Control<Dense> control() {
        return new Control<>("Jacobi scaling is the best diagonal scaling in every dimension, kbar <= kappa_P",
                (seed, size) -> Dense.of(Dense.Family.ROT, Math.max(3, size), 1e4, seed), p -> {
                    Conditioning c = Conditioning.of(p);
                    return Evidence.of(new Inequality("kbar <= kappa_P", c.kbar(), c.kappaP(), 1e-6 * c.kappaP()));
                });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("angle of the axes, degrees"),
                Axis.log("condition number, kappa = 1000"));
        for (double angle = 0; angle <= 45; angle += 2.5) {
            double smallest = Double.POSITIVE_INFINITY;
            double kbar = 0;
            for (int s = 0; s < 100; s++) {
                Conditioning c = Conditioning.of(new Dense("planar", Hessians.planar(1000, angle), Draws.start(2, s)));
                smallest = Math.min(smallest, c.kappaP());
                kbar = c.kbar();
                if (s < 12) figure.point("kappa_P of frozen Adam, 12 starts", angle, c.kappaP());
            }
            figure.line("smallest kappa_P of 100 starts", angle, smallest);
            figure.dashed("kbar", angle, kbar);
        }
        return figure.caption("In two dimensions kbar is a floor that Adam's preconditioner never goes below; at 45"
                + " degrees it is kappa itself.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 4, 8, 16);
    }

    @Override
    public int draws() {
        return 240;
    }
}
