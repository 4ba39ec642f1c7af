package org.gradus.theory.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** What the proof of Theorem 4 needs of the turning basis, measured. */
final class TurningBasis implements Claim<Problem> {
    private static final int STEPS = 200;
    /** Seen: up to 0.14, and medians of mu up to 5. */
    private static final double MOST_LEAK = 0.25;
    private static final double MOST_MU = 20;

    @Override
    public About about() {
        return new About("lora-rite-thm4-leak", "What Theorem 4 loses when the basis turns",
                "X_t^-1 = (V_t + rho_t I)^(1/2) gives sum tr (X_t^-1 - P_t X_(t-1)^-1 P_t^T) = tr X_T^-1 + leak with 0"
                        + " <= leak. Seen in 200 noisy steps: leak <= tr X_T^-1 / 4, and Assumption 1 holds with a median"
                        + " mu_t <= 20.",
                "Yen et al., arXiv 2410.20625, Theorem 4 and Assumption 1, which the paper does not measure",
                Provenance.OBSERVED,
                "second moment summed, escape on, no first moment", "A and B of full column rank in every step, r >= 2");
    }

    @Override
    public Class<Problem> instanceType() {
        return Problem.class;
    }

    @Override
    public Problem draw(long seed, int size) {
        return Problem.of(SummedRite.optimizer(0, true), Size.of(size), seed % 2 == 0 ? 0.5 : 0, STEPS,
                new SplittableRandom(1000 * seed + size));
    }

    @Override
    public Evidence evaluate(Problem p) {
        List<Inequality> all = new ArrayList<>();
        List<SideHistory> sides = SideHistory.of(p, Optimizers.read(p.optimizer()));
        Optional<String> broken = SummedRite.broken(p, sides);
        if (broken.isPresent()) return Evidence.outside(broken.get());
        for (SideHistory side : sides) {
            String of = all.isEmpty() ? "A: " : "B: ";
            TurnLeak leak = TurnLeak.of(side);
            double rounding = 16 * 0x1p-53 * p.steps();
            all.add(Inequality.equal(of + "sum tr (X_t^-1 - P X_(t-1)^-1 P^T) = tr X_T^-1 + leak", leak.telescoped(),
                    1 + leak.leak(), rounding));
            all.add(new Inequality(of + "0 <= X_t^-1 - P X_(t-1)^-1 P^T", 0, leak.lowest(), rounding));
            all.add(new Inequality(of + "0 <= leak", 0, leak.leak(), rounding));
            all.add(Inequality.exact(of + "leak / tr X_T^-1 <= 1/4", leak.leak(), MOST_LEAK));
            all.add(Inequality.exact(of + "median mu_t <= 20", leak.medianMu(), MOST_MU));
        }
        return Evidence.of(all);
    }

    @Override
    public Control<Problem> control() {
        return Control.falseClaim("without the leak: sum tr (X_t^-1 - P X_(t-1)^-1 P^T) <= tr X_T^-1", this, p -> {
            TurnLeak leak = TurnLeak.of(SideHistory.of(p, Optimizers.read(p.optimizer())).get(0));
            return Evidence.of(new Inequality("sum over tr X_T^-1", leak.telescoped(), 1, 16 * 0x1p-53 * p.steps()));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step"), Axis.log("mu_t of Assumption 1, up factor"));
        for (int size : sizes()) {
            TurnLeak leak = TurnLeak.of(SideHistory.of(draw(0, size), Optimizers.read(SummedRite.optimizer(0, true)))
                    .get(0));
            String name = String.format(Locale.ROOT, "r = %d, leak %.1f %%", Size.of(size).r(), 100 * leak.leak());
            for (int t = 0; t < leak.mu().length; t += 2) figure.line(name, t + 2, Math.max(1e-3, leak.mu()[t]));
        }
        return figure.caption("The constant that the assumption of Theorem 4 needs in each step of three noisy quadratics.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(6, 12, 24);
    }

    @Override
    public int draws() {
        return 12;
    }

    @Override
    public int smallest() {
        return 6;
    }
}
