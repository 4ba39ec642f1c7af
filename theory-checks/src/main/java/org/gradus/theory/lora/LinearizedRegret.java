package org.gradus.theory.lora;

import static org.gradus.theory.Inequality.atMost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Theorem 3 with an explicit constant. */
final class LinearizedRegret implements Claim<Problem> {
    @Override
    public About about() {
        return new About("lora-rite-thm3", "The regret inequality of LoRA-RITE",
                "(1/T) sum <grad_t, theta_t - theta_(t+1)> / lr <= 4 r G / sqrt(T) where |G_t| <= G; of each factor the"
                        + " sum is at most 2 tr (V_T + rho_T I)^(1/2), and that at most 2 r sqrt(sum |g_t|^2).",
                "Yen et al., arXiv 2410.20625, Theorem 3, which has O(G T^(-1/2)); the constant 4 r is derived here",
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
        return evaluate(p, 2);
    }

    private static Evidence evaluate(Problem p, double constant) {
        List<SideHistory> sides = SideHistory.of(p, Optimizers.read(p.optimizer()));
        Optional<String> broken = SummedRite.broken(p, sides);
        if (broken.isPresent()) return Evidence.outside(broken.get());
        int r = p.up()[0].length;
        long operations = 64L * p.steps() * p.up().length;
        List<Inequality> all = new ArrayList<>();
        double regret = 0;
        for (int i = 0; i < 2; i++) {
            SideHistory side = sides.get(i);
            String of = i == 0 ? "A: " : "B: ";
            double own = side.regret(SummedRite.RATE);
            double trace = side.lastStep().root().getTrace();
            regret += own;
            all.add(atMost(of + "regret <= " + (int) constant + " tr (V_T + rho_T I)^(1/2)", own, constant * trace,
                    operations));
            all.add(atMost(of + "tr (V_T + rho_T I)^(1/2) <= r sqrt(sum |g|^2)", trace, r * Math.sqrt(side.squares()),
                    operations));
        }
        all.add(atMost("mean regret <= 4 r G / sqrt(T)", regret / p.steps(),
                4 * r * largest(p, sides) / Math.sqrt(p.steps()), operations));
        return Evidence.of(all);
    }

    /** The largest |G_t| on the way. */
    private static double largest(Problem p, List<SideHistory> sides) {
        double largest = 0;
        for (int t = 0; t < p.steps(); t++) {
            RealMatrix product = sides.get(0).factor(t).multiply(sides.get(1).factor(t).transpose());
            largest = Math.max(largest, p.gradient(t, product).getFrobeniusNorm());
        }
        return largest;
    }

    @Override
    public Control<Problem> control() {
        return Control.falseClaim("half the bound of each factor: regret <= tr (V_T + rho_T I)^(1/2)", this,
                p -> evaluate(p, 1));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("steps T"), Axis.log("mean linearized regret over lr"));
        Problem whole = SummedRite.draw(0, 12);
        int r = whole.up()[0].length;
        for (int steps = 1; steps <= whole.steps(); steps++) {
            Problem p = whole.first(steps);
            List<SideHistory> sides = SideHistory.of(p, Optimizers.read(p.optimizer()));
            double regret = 0;
            double traces = 0;
            for (SideHistory side : sides) {
                regret += side.regret(SummedRite.RATE);
                traces += side.lastStep().root().getTrace();
            }
            figure.line("measured", steps, regret / steps);
            figure.line("sum of 2 tr (V + rho I)^(1/2)", steps, 2 * traces / steps);
            figure.dashed("4 r G / sqrt(T)", steps, 4 * r * largest(p, sides) / Math.sqrt(steps));
        }
        return figure.caption("One noisy quadratic: the bound by the trace is near, the one by the largest gradient a"
                + " few times larger.");
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
