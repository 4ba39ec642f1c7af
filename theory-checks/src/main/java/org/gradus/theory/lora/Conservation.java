package org.gradus.theory.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Where the squared gradients go: into the second moment, or out of it when the basis turns. */
final class Conservation implements Claim<Problem> {
    @Override
    public About about() {
        return new About("lora-rite-conservation", "Conservation of squared gradients",
                "tr V_T + sum (tr V_(t-1) - tr P_t V_(t-1) P_t^T) = sum |g_t|^2, and the escaped mass rho_T is at most"
                        + " the sum on the left.",
                "derived from the recursion of Yen et al., arXiv 2410.20625, Algorithm 1", Provenance.DERIVED,
                "second moment summed, escape on", "A and B of full column rank in every step");
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
        return evaluate(p, true);
    }

    private static Evidence evaluate(Problem p, boolean counted) {
        List<Inequality> all = new ArrayList<>();
        List<SideHistory> sides = SideHistory.of(p, Optimizers.read(p.optimizer()));
        Optional<String> broken = SummedRite.broken(p, sides);
        if (broken.isPresent()) return Evidence.outside(broken.get());
        for (SideHistory side : sides) {
            String of = all.isEmpty() ? "A: " : "B: ";
            double loss = counted ? side.traceLoss() : 0;
            double squares = side.squares();
            double rounding = 16.0 * 0x1p-53 * p.steps() * p.up().length;
            all.add(Inequality.close(of + "tr V_T + what was lost = sum |g|^2", side.lastStep().nu().getTrace() + loss,
                    squares, rounding));
            if (!counted) continue;
            all.add(new Inequality(of + "rho_T <= what was lost", side.lastStep().rho(), loss, rounding * squares));
        }
        return Evidence.of(all);
    }

    @Override
    public Control<Problem> control() {
        return Control.falseClaim("a turning basis loses nothing: tr V_T = sum |g|^2", this, p -> evaluate(p, false));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step"), Axis.linear("trace, of the up factor"));
        SideHistory side = SideHistory.of(draw(0, 12), Optimizers.read(SummedRite.optimizer(0, true))).get(0);
        for (int t = 1; t <= side.steps().size(); t++) {
            SideHistory begun = new SideHistory(side.steps().subList(0, t), side.factor(t));
            figure.line("tr V", t, begun.lastStep().nu().getTrace());
            figure.line("tr V + what was lost", t, begun.lastStep().nu().getTrace() + begun.traceLoss());
            figure.dashed("sum |g|^2", t, begun.squares());
            figure.line("rho", t, begun.lastStep().rho());
            figure.line("what was lost", t, begun.traceLoss());
        }
        return figure.caption("What the second moment loses as the basis turns, and the part of it that the escaped"
                + " mass gives back.");
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
