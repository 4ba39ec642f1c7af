package org.gradus.theory.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** The identity behind Theorem 4. */
final class RegretIdentity implements Claim<Problem> {
    @Override
    public About about() {
        return new About("lora-rite-thm4", "The regret identity behind Theorem 4",
                "With H_t = R_B^T (V_t + rho_t I)^(1/2) R_B, H_0 = 0, D_t = A_t - A*: sum <grad_t, D_t> = (sum tr D_t"
                        + " (H_t - H_(t-1)) D_t^T - tr D_(T+1) H_T D_(T+1)^T) / (2 lr) + lr/2 sum tr (g (V+rho I)^(-1/2)"
                        + " g^T); the same of B.",
                "the equality that Theorem 4 of Yen et al., arXiv 2410.20625, bounds; it needs no Assumption 1",
                Provenance.DERIVED,
                "second moment summed, escape on, no first moment", "A and B of full column rank in every step");
    }

    @Override
    public Class<Problem> instanceType() {
        return Problem.class;
    }

    @Override
    public Problem draw(long seed, int size) {
        return SummedRite.draw(seed, size);
    }

    @Override
    public Evidence evaluate(Problem p) {
        return evaluate(p, Optimizers.read(p.optimizer()));
    }

    private static Evidence evaluate(Problem p, Optimizer optimizer) {
        List<SideHistory> sides = SideHistory.of(p, optimizer);
        Optional<String> broken = SummedRite.broken(p, sides);
        if (broken.isPresent()) return Evidence.outside(broken.get());
        List<RealMatrix> goals = goals(p);
        List<Inequality> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Sides both = Sides.of(sides.get(i), goals.get(i));
            double allowance = 0x1p-53 * p.steps() * both.magnitude;
            all.add(Inequality.equal((i == 0 ? "A" : "B") + ": both sides of the identity", both.left, both.right,
                    allowance));
        }
        return Evidence.of(all);
    }

    /** A* and B*: balanced factors of the target's best approximation of rank r. The identity holds for any. */
    private static List<RealMatrix> goals(Problem p) {
        SingularValueDecomposition svd = new SingularValueDecomposition(Matrices.of(p.target()));
        int r = p.up()[0].length;
        double[] roots = new double[r];
        for (int i = 0; i < r; i++) roots[i] = Math.sqrt(svd.getSingularValues()[i]);
        RealMatrix scale = MatrixUtils.createRealDiagonalMatrix(roots);
        return List.of(svd.getU().getSubMatrix(0, p.up().length - 1, 0, r - 1).multiply(scale),
                svd.getV().getSubMatrix(0, p.down().length - 1, 0, r - 1).multiply(scale));
    }

    /** @param magnitude the sum of the absolute terms: what rounding errors are relative to */
    private record Sides(double left, double right, double magnitude) {
        static Sides of(SideHistory side, RealMatrix goal) {
            double lr = SummedRite.RATE;
            double left = 0;
            double distances = 0;
            double squares = 0;
            double magnitude = 0;
            int r = goal.getColumnDimension();
            RealMatrix last = Matrices.zeros(r, r);
            for (int t = 0; t < side.steps().size(); t++) {
                SideHistory.Step step = side.steps().get(t);
                RealMatrix distance = step.factor().subtract(goal);
                RealMatrix metric = step.partnerTriangle().transpose().multiply(step.root())
                        .multiply(step.partnerTriangle());
                left += Matrices.inner(step.gradient(), distance);
                double now = Matrices.inner(distance.multiply(metric), distance);
                distances += now - Matrices.inner(distance.multiply(last), distance);
                magnitude += now / lr;
                squares += step.squareOfStep();
                last = metric;
            }
            RealMatrix end = side.last().subtract(goal);
            double right = (distances - Matrices.inner(end.multiply(last), end)) / (2 * lr) + lr / 2 * squares;
            return new Sides(left, right, magnitude + lr * squares);
        }
    }

    @Override
    public Control<Problem> control() {
        return Control.falseClaim("with a first moment (beta1 = 0.9), which the theorem leaves out", this,
                p -> evaluate(p, Optimizers.read(SummedRite.optimizer(0.9, true))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("left side: sum <grad, A - A*>"), Axis.linear("right side"));
        double least = 0;
        double most = 0;
        for (int seed = 0; seed < 40; seed++) {
            Problem p = draw(seed, 12);
            for (double beta1 : new double[] {0, 0.9}) {
                Optimizer optimizer = Optimizers.read(SummedRite.optimizer(beta1, true));
                Sides both = Sides.of(SideHistory.of(p, optimizer).get(0), goals(p).get(0));
                figure.point(beta1 == 0 ? "no first moment" : "beta1 = 0.9", both.left, both.right);
                least = Math.min(least, both.left);
                most = Math.max(most, both.left);
            }
        }
        return figure.dashed("equality", least, least).dashed("equality", most, most)
                .caption("40 noisy quadratics: the identity holds without a first moment, and with one it does not.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(3, 6, 12, 24);
    }

    @Override
    public int draws() {
        return 48;
    }
}
