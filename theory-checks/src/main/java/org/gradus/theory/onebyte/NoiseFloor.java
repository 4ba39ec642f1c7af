package org.gradus.theory.onebyte;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Exchange.SharedSeed.Normalizer;
import org.gradus.federated.RoundLog;
import org.gradus.federated.problem.Disturbance;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Rounding scalars to a byte costs next to nothing; the rate decides how far down the loss comes. */
final class NoiseFloor implements Claim<Machines> {
    @Override
    public About about() {
        return new About("one-byte-floor", "One byte is as good as eight",
                "On four clients' quadratics (n = 50, h from 0.1 to 1, sqrt normalizer, 3000 rounds) the mean gap of the"
                        + " last third with scalars of one byte, or of 9 bits, is within 5% of that with float64; and"
                        + " begun at the minimizer, 2.5 times the rate makes the gap 1.7 to 3.5 times as large.",
                "measured here; the method is Zelikman et al., arXiv 2306.10015", Provenance.OBSERVED,
                "rates 0.002 and 0.005", "one scalar a machine and round");
    }

    @Override
    public Class<Machines> instanceType() {
        return Machines.class;
    }

    @Override
    public Machines draw(long seed, int size) {
        return new Machines(50, 4, 1, "float64", 0.002, 3000, seed);
    }

    @Override
    public Evidence evaluate(Machines m) {
        double exact = late(m, problem(m, false));
        double slow = late(m, problem(m, true));
        double fast = late(new Machines(m.dimension(), m.machines(), m.samples(), m.format(), 2.5 * m.rate(), m.rounds(),
                m.seed()), problem(m, true));
        return Evidence.of(Inequality.close("one byte against float64", late(m.sending("byte"), problem(m, false)),
                        exact, 0.05),
                Inequality.close("9 bits against float64", late(m.sending("log9"), problem(m, false)), exact, 0.05),
                Inequality.exact("floor at 2.5 times the rate <= 3.5 floors", fast, 3.5 * slow),
                Inequality.exact("1.7 floors <= floor at 2.5 times the rate", 1.7 * slow, fast));
    }

    /** The mean gap of the last third. */
    private static double late(Machines m, Separable problem) {
        double optimum = problem.optimum().orElseThrow();
        List<RoundLog> logs = Trajectory.endOf(m.simulation(Normalizer.SQRT), problem, m.rounds(), m.seed()).logs();
        return logs.stream().skip(m.rounds() * 2L / 3).mapToDouble(log -> log.loss() - optimum).average().orElseThrow();
    }

    /** @param atRest begun at the minimizer, so that only the noise of the method is seen; else at 0 */
    private static Separable problem(Machines m, boolean atRest) {
        double[] h = new double[m.dimension()];
        double[][] centers = new double[m.machines()][m.dimension()];
        double[] shares = new double[m.machines()];
        Random random = new Random(m.seed());
        Arrays.setAll(h, j -> Math.pow(10, j / (h.length - 1.0) - 1));
        Arrays.fill(shares, 1.0 / shares.length);
        for (double[] c : centers) Arrays.setAll(c, j -> 0.5 * random.nextGaussian());
        Separable fromZero = new Separable(Curve.SQUARE, h, centers, shares, new double[m.dimension()], Disturbance.none());
        return atRest ? new Separable(Curve.SQUARE, h, centers, shares, fromZero.minimizer(), Disturbance.none()) : fromZero;
    }

    @Override
    public Control<Machines> control() {
        return Control.falseClaim("signs alone, at the same rate, are as good", this, m -> Evidence.of(
                Inequality.close("signs against float64", late(m.sending("sign"), problem(m, false)),
                        late(m, problem(m, false)), 0.05)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("round"), Axis.log("f - f*"));
        Machines m = draw(1, 50);
        double optimum = problem(m, false).optimum().orElseThrow();
        for (String format : List.of("float64", "byte", "sign")) {
            for (RoundLog log : Trajectory.endOf(m.sending(format).simulation(Normalizer.SQRT), problem(m, false),
                    m.rounds(),
                    m.seed()).logs()) {
                if (log.round() % 50 == 0) figure.line(format, log.round(), log.loss() - optimum);
            }
        }
        return figure.caption("Rate 0.002; scalars of one byte follow those of eight.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(50);
    }

    @Override
    public int draws() {
        return 3;
    }

    @Override
    public int smallest() {
        return 50;
    }
}
