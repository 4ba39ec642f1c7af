package org.gradus.theory.schedule;

import java.util.List;
import java.util.Map;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** The link between UBA's phi, the condition number and the budget that noise makes. */
final class NoisyQuadratic implements Claim<NoisyQuadratic.Cell> {
    static final double NOISE = 0.01;
    private static final double[] KAPPAS = {10, 100, 1000, 30, 300};

    /** A condition number, a budget, and the noise's variance. */
    record Cell(double kappa, int steps, double sigma2) {
        Cell {
            Require.check(kappa > 1 && Double.isFinite(kappa), "kappa", "above 1", kappa);
            Require.check(steps >= 4, "steps", "at least 4", steps);
            Require.nonNegative("sigma2", sigma2);
        }
    }

    @Override
    public About about() {
        return new About("schedules-noisy-quadratic", "UBA on a noisy quadratic",
                "In exact expectation, each schedule at its own best peak: UBA with the best phi of {0.1, ..., 20} beats"
                        + " linear, REX, step and plateau-with-decay, and the best phi does not fall when the budget T"
                        + " grows fivefold: phi follows T/kappa.",
                "observed here, beside the phi-kappa connection of Tang et al., arXiv 2505.24452", Provenance.OBSERVED,
                "eigenvalues log-spaced from 1/kappa to 1, kappa from 10 to 1000", "T >= 100",
                "gradient noise proportional to curvature, variance 0.01");
    }

    @Override
    public Class<Cell> instanceType() {
        return Cell.class;
    }

    /** The size is T. */
    @Override
    public Cell draw(long seed, int size) {
        return new Cell(KAPPAS[(int) Math.floorMod(seed, KAPPAS.length)], size, NOISE);
    }

    @Override
    public Evidence evaluate(Cell cell) {
        return cell.steps < 100 ? Evidence.outside("T >= 100, but T = " + cell.steps) : compare(cell);
    }

    private static Evidence compare(Cell cell) {
        Map<String, BestPeak> best = BestPeak.noisy(cell.kappa, cell.steps, cell.sigma2, Shapes.all(cell.steps));
        double phi = bestPhi(best);
        double other = Shapes.others(cell.steps).keySet().stream().mapToDouble(name -> best.get(name).value()).min()
                .orElseThrow();
        double longer = bestPhi(BestPeak.noisy(cell.kappa, 5 * cell.steps, cell.sigma2, Shapes.all(5 * cell.steps)));
        return Evidence.of(
                Inequality.exact("loss of UBA at its best phi, against the best other",
                        best.get(Shapes.ubaName(phi)).value(), other),
                Inequality.exact("best phi at T, against that at 5 T", phi, longer));
    }

    static double bestPhi(Map<String, BestPeak> best) {
        double phi = Shapes.PHIS.get(0);
        for (double candidate : Shapes.PHIS) {
            if (best.get(Shapes.ubaName(candidate)).value() < best.get(Shapes.ubaName(phi)).value()) phi = candidate;
        }
        return phi;
    }

    @Override
    public Control<Cell> control() {
        return new Control<>("the same without noise, where linear decay is better",
                (seed, size) -> new Cell(KAPPAS[(int) Math.floorMod(seed, KAPPAS.length)], size, 0),
                NoisyQuadratic::compare);
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("T / kappa"), Axis.log("best phi"));
        for (double kappa : new double[] {10, 100, 1000}) {
            for (int steps : new int[] {100, 200, 500, 1000, 2000}) {
                figure.line("kappa = " + (int) kappa, steps / kappa,
                        bestPhi(BestPeak.noisy(kappa, steps, NOISE, Shapes.all(steps))));
            }
        }
        return figure.caption("The better the budget covers the conditioning, the faster the decay should be; 20 is the"
                + " edge of the grid.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(100, 1000);
    }

    @Override
    public int draws() {
        return 10;
    }

    @Override
    public int smallest() {
        return 100;
    }
}
