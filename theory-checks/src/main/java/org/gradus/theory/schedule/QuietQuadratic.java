package org.gradus.theory.schedule;

import java.util.List;
import java.util.Map;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Without noise the advantage of UBA is not there. */
final class QuietQuadratic implements Claim<NoisyQuadratic.Cell> {
    private static final double[] KAPPAS = {10, 100, 1000};

    @Override
    public About about() {
        return new About("schedules-quiet-quadratic", "Schedules on a quadratic without noise",
                "Each schedule at its own best peak, linear decay and REX leave a smaller loss than UBA with any phi of"
                        + " {0.1, ..., 20}.",
                "observed here; linear decay: Defazio et al., arXiv 2310.07831", Provenance.OBSERVED,
                "eigenvalues log-spaced from 1 to kappa, kappa from 10 to 1000", "20 <= T <= 200", "no noise");
    }

    @Override
    public Class<NoisyQuadratic.Cell> instanceType() {
        return NoisyQuadratic.Cell.class;
    }

    /** The size is T. */
    @Override
    public NoisyQuadratic.Cell draw(long seed, int size) {
        return new NoisyQuadratic.Cell(KAPPAS[(int) Math.floorMod(seed, KAPPAS.length)], size, 0);
    }

    @Override
    public Evidence evaluate(NoisyQuadratic.Cell cell) {
        if (cell.steps() < 20 || cell.steps() > 200) return Evidence.outside("20 <= T <= 200, but T = " + cell.steps());
        if (cell.sigma2() > 0) return Evidence.outside("no noise, but its variance is " + cell.sigma2());
        return against(BestPeak.quiet(cell.kappa(), cell.steps(), Shapes.all(cell.steps())));
    }

    private static Evidence against(Map<String, BestPeak> best) {
        double uba = Shapes.PHIS.stream().mapToDouble(phi -> best.get(Shapes.ubaName(phi)).value()).min().orElseThrow();
        return Evidence.of(
                Inequality.exact("loss of linear decay, against the best UBA", best.get("linear").value(), uba),
                Inequality.exact("loss of REX, against the best UBA", best.get("rex").value(), uba));
    }

    @Override
    public Control<NoisyQuadratic.Cell> control() {
        return Control.falseClaim("the same with gradient noise of variance 0.01", this,
                cell -> against(BestPeak.noisy(cell.kappa(), 500, NoisyQuadratic.NOISE, Shapes.all(500))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("steps T"), Axis.log("f_T / f_0 at the best peak, kappa = 100"));
        for (int steps : new int[] {20, 50, 100, 150, 200}) {
            BestPeak.quiet(100, steps, Shapes.all(steps)).forEach((name, best) -> {
                if (List.of("uba0.25", "uba2", "uba20", "linear", "rex", "constant", "step")
                        .contains(name)) figure.line(name, steps, best.value());
            });
        }
        return figure.caption("Linear decay and REX lead without noise; the case for UBA needs noise.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(20, 50, 100, 200);
    }

    @Override
    public int draws() {
        return 12;
    }

    @Override
    public int smallest() {
        return 20;
    }
}
