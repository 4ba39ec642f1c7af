package org.gradus.theory.adam;

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

/** A floor in two dimensions for the one-sided diagnostic kappa_2(D_0^-1 Q). */
final class OneSidedCondition implements Claim<Dense> {
    @Override
    public About about() {
        return new About("adam-one-sided", "The one-sided condition number in two dimensions",
                "For Q = [[a, c], [c, b]] with row norms r1, r2 and t = |c| (a+b)/(r1 r2), the singular values of D_0^-1"
                        + " Q have a ratio of at least sqrt((1+t)/(1-t)) from every start; at 45 degrees that is kappa"
                        + " itself.",
                "row scaling: van der Sluis, Numer. Math. 14 (1969)", Provenance.DERIVED,
                "d = 2, Q symmetric positive definite");
    }

    @Override
    public Class<Dense> instanceType() {
        return Dense.class;
    }

    @Override
    public Dense draw(long seed, int size) {
        return new Dense("planar", Hessians.planar(Draws.kappa(seed, 4), 45 * Math.abs(Draws.uniform(1, 5000 + seed)[0])),
                Draws.gaussian(2, 1000 + seed));
    }

    @Override
    public Evidence evaluate(Dense p) {
        if (p.dimension() != 2) return Evidence.outside("d = 2, but d = " + p.dimension());
        return against(p, floor(p.q()));
    }

    private static Evidence against(Dense p, double floor) {
        double kappa = kappa(p);
        return Evidence.of(new Inequality("floor <= kappa_2(D_0^-1 Q)", floor, kappa,
                64 * 0x1p-53 * Eigen.of(p.q()).condition() * kappa));
    }

    static double floor(double[][] q) {
        // As (1+t)/sqrt(1-t^2), where 1-t^2 is (det Q / (r1 r2))^2: near 45 degrees 1-t itself cancels.
        double norms = Math.hypot(q[0][0], q[0][1]) * Math.hypot(q[1][0], q[1][1]);
        return (norms + Math.abs(q[0][1]) * (q[0][0] + q[1][1])) / Math.abs(q[0][0] * q[1][1] - q[0][1] * q[1][0]);
    }

    private static double kappa(Dense p) {
        double[] g = p.gradient();
        double a = p.q()[0][0] / g[0];
        double b = p.q()[0][1] / g[0];
        double c = p.q()[1][0] / g[1];
        double d = p.q()[1][1] / g[1];
        // s1^2 + s2^2 is the sum of squares, s1 s2 the determinant.
        double squares = a * a + b * b + c * c + d * d;
        double half = squares / (2 * Math.abs(a * d - b * c));
        return half + Math.sqrt(Math.max(0, half * half - 1));
    }

    @Override
    public Control<Dense> control() {
        return Control.falseClaim("every start gives at least cond(Q), as at 45 degrees", this,
                p -> against(p, Eigen.of(p.q()).condition()));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("angle of the axes, degrees"),
                Axis.log("kappa_2(D_0^-1 Q), kappa = 1000"));
        for (double angle = 0; angle <= 45; angle += 1.5) {
            double[][] q = Hessians.planar(1000, angle);
            for (int s = 0; s < 12; s++) figure.point("12 Gaussian starts", angle,
                    kappa(new Dense("", q, Draws.gaussian(2, 1000 + s))));
            figure.dashed("floor", angle, floor(q));
        }
        return figure.caption("The floor is sharp: rescaled rows can reach it.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2);
    }

    @Override
    public int draws() {
        return 200;
    }
}
