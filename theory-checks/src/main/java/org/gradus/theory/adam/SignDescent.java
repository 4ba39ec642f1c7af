package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.atMost;

import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Draws;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;

/** T9b: with beta2 = 0 neither dimension nor condition number matter, only the accuracy. */
final class SignDescent implements Claim<SignDescent.Target> {
    /** A diagonal problem and the share of f_0 to reach. */
    record Target(double[] eigenvalues, double[] start, double eps) {
        Target {
            Require.check(eps > 0 && eps < 1, "eps", "in (0, 1)", eps);
        }

        Diagonal problem() {
            return new Diagonal(eigenvalues, start);
        }
    }

    @Override
    public About about() {
        return new About("adam-t9b", "Sign descent (beta2 = 0) on a diagonal Hessian",
                "With alpha = sqrt(2 eps f_0/tr Q) and K = ceil(max|e_0|/alpha), f_K <= eps f_0; for uniform starts K is"
                        + " about sqrt(3/eps) whatever d and kappa: min(d, kappa) log(1/eps) is no lower bound for Adam"
                        + " in general.",
                "derived here, beside the rate min(d, kappa) log(1/eps) of Das et al., arXiv 2402.07114", Provenance.DERIVED,
                "Q diagonal and positive");
    }

    @Override
    public Class<Target> instanceType() {
        return Target.class;
    }

    @Override
    public Target draw(long seed, int size) {
        return of(size, Draws.kappa(seed, 6), Math.pow(100, -1 - (int) Math.floorMod(seed, 3)), seed);
    }

    static Target of(int d, double kappa, double eps, long s) {
        Diagonal p = Diagonal.of(d, kappa, s);
        return new Target(p.eigenvalues(), p.start(), eps);
    }

    @Override
    public Evidence evaluate(Target target) {
        Diagonal p = target.problem();
        return after(p.objective(), p, target.eps);
    }

    private static Evidence after(Objective objective, Diagonal p, double eps) {
        long enough = steps(p, eps);
        SquaredGradients run = SquaredGradients.seeded(objective, p.start(), rate(p, eps), 0);
        double first = p.value();
        for (long k = 0; k < enough; k++) run.step();
        return Evidence.of(atMost("f_K <= eps f_0", run.value(), eps * first, 16 * enough));
    }

    static long steps(Diagonal p, double eps) {
        return (long) Math.ceil(p.largestError() / rate(p, eps));
    }

    private static double rate(Diagonal p, double eps) {
        return Math.sqrt(2 * eps * p.value() / p.trace());
    }

    @Override
    public Control<Target> control() {
        return Control.falseClaim("the same for a randomly rotated Hessian of the same spectrum", this, target -> {
            Diagonal p = target.problem();
            return after(new Dense("rot", Hessians.rotated(p.eigenvalues(), 5000), p.start()).objective(), p, target.eps);
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("accuracy eps"), Axis.log("K"));
        for (int d : new int[] {16, 256}) {
            for (double kappa : new double[] {1e2, 1e6}) {
                for (double eps = 1e-8; eps < 0.05; eps *= 10) {
                    figure.point("d = " + d + ", kappa = 1e" + (int) Math.log10(kappa), eps,
                            steps(Diagonal.of(d, kappa, 0), eps));
                }
            }
        }
        for (double eps : new double[] {1e-8, 1e-2}) figure.dashed("sqrt(3/eps)", eps, Math.sqrt(3 / eps));
        return figure.caption("Four problems, one law.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4, 16, 64);
    }

    @Override
    public int draws() {
        return 90;
    }
}
