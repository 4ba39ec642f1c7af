package org.gradus.theory.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Schedule;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** What no schedule can beat. */
final class ChebyshevBound implements Claim<ChebyshevBound.Rates> {
    private static final double[] KAPPAS = {10, 100, 1000};
    private static final int GRID = 4000;

    /** A schedule's rates, for eigenvalues anywhere in [1, kappa]. */
    record Rates(String name, double kappa, double[] eta) {
        Rates {
            Require.check(kappa > 1 && Double.isFinite(kappa), "kappa", "above 1", kappa);
            for (double value : eta) Require.finite("eta", value);
        }
    }

    @Override
    public About about() {
        return new About("schedules-chebyshev", "The minimax bound for schedules",
                "For eigenvalues in [1, kappa], T steps of gradient descent leave max |prod (1 - eta_t lam)| >= 2 q^T/(1"
                        + " + q^(2T)), q = (sqrt(kappa) - 1)/(sqrt(kappa) + 1), whatever the schedule; Chebyshev's rates"
                        + " attain it.",
                "Chebyshev polynomials; Young 1953", Provenance.DERIVED, "gradient descent without noise or momentum");
    }

    @Override
    public Class<Rates> instanceType() {
        return Rates.class;
    }

    /** The size is T. Shapes in turn, at random peaks about their best; every eighth draw has Chebyshev's own rates. */
    @Override
    public Rates draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(seed);
        double kappa = KAPPAS[random.nextInt(KAPPAS.length)];
        if (Math.floorMod(seed, 8) == 0) return new Rates("chebyshev", kappa, chebyshev(kappa, size));
        int steps = Math.max(4, size);
        List<Map.Entry<String, Schedule>> shapes = new ArrayList<>(Shapes.all(steps).entrySet());
        Map.Entry<String, Schedule> shape = shapes.get(random.nextInt(shapes.size()));
        double peak = Math.pow(2, 2 * random.nextDouble() - 0.5) / kappa;
        double[] eta = Shapes.values(shape.getValue(), steps);
        for (int t = 0; t < eta.length; t++) eta[t] *= peak;
        return new Rates(shape.getKey(), kappa, eta);
    }

    /** The reciprocals of the zeros of the Chebyshev polynomial moved to [1, kappa]. */
    private static double[] chebyshev(double kappa, int steps) {
        double[] eta = new double[steps];
        for (int t = 0; t < steps; t++) eta[t] = 1 / node(kappa, (t + 0.5) / steps);
        return eta;
    }

    private static double node(double kappa, double u) {
        return (kappa + 1) / 2 - (kappa - 1) / 2 * Math.cos(Math.PI * u);
    }

    @Override
    public Evidence evaluate(Rates rates) {
        return against(rates, logBound(rates.kappa, rates.eta.length));
    }

    private static Evidence against(Rates rates, double logBound) {
        // Logarithms lose digits with T; the Chebyshev rates are at equality.
        double rounding = 1e-9 * rates.eta.length;
        return Evidence.of(new Inequality("bound / max |prod (1 - eta_t lam)|", Math.exp(logBound - logLargest(rates)), 1,
                rounding));
    }

    static double logBound(double kappa, int steps) {
        double logQ = Math.log((Math.sqrt(kappa) - 1) / (Math.sqrt(kappa) + 1));
        return Math.log(2) + steps * logQ - Math.log1p(Math.exp(2 * steps * logQ));
    }

    /**
     * {@code max ln |prod|} over a grid that has the Chebyshev extrema of T in it, so that it is no smaller where it
     * matters.
     */
    private static double logLargest(Rates rates) {
        int steps = rates.eta.length;
        int cells = steps * Math.max(1, GRID / steps);
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i <= cells; i++) {
            double lam = node(rates.kappa, (double) i / cells);
            double sum = 0;
            for (double eta : rates.eta) sum += Math.log(Math.abs(1 - eta * lam));
            largest = Math.max(largest, sum);
        }
        return largest;
    }

    @Override
    public Control<Rates> control() {
        return Control.falseClaim("no schedule beats the best constant rate, ((kappa-1)/(kappa+1))^T", this,
                r -> against(r, r.eta.length * Math.log((r.kappa - 1) / (r.kappa + 1))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("steps T"),
                Axis.linear("log10 of max |prod (1 - eta_t lam)|, kappa = 100"));
        for (int steps = 10; steps <= 100; steps += 15) {
            figure.dashed("bound", steps, logBound(100, steps) / Math.log(10));
            figure.point("Chebyshev's rates", steps, logLargest(new Rates("", 100, chebyshev(100, steps))) / Math.log(10));
            for (String name : List.of("linear", "constant", "uba2")) {
                double best = Double.POSITIVE_INFINITY;
                for (double j = 0; j <= 2; j += 0.25) {
                    double[] eta = Shapes.values(Shapes.all(steps).get(name), steps);
                    for (int t = 0; t < steps; t++) eta[t] *= Math.pow(2, j) / 100;
                    best = Math.min(best, logLargest(new Rates(name, 100, eta)));
                }
                figure.line(name + ", best peak", steps, best / Math.log(10));
            }
        }
        return figure.caption("Decreasing schedules forgo the cancellation between steps, and stay far from the bound.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(10, 50, 200);
    }

    @Override
    public int draws() {
        return 192;
    }
}
