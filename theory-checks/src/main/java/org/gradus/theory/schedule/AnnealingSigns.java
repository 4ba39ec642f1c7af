package org.gradus.theory.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.AnnealingAreas;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** The structure of the annealing law. */
final class AnnealingSigns implements Claim<AnnealingSigns.Rates> {
    private static final double[] LAMBDAS = {0.9, 0.99, 0.999};
    private static final AnnealingLaw LAW = new AnnealingLaw(3, 0.6, 0.75, 0.5, Double.NaN);

    /** Rates that do not rise, and the law's lambda. */
    record Rates(double[] eta, double lambda) {
        Rates {
            for (double value : eta) Require.positive("eta", value);
            Require.decayRate("lambda", lambda);
        }
    }

    @Override
    public About about() {
        return new About("schedules-annealing-signs", "What the annealing area sees",
                "S2 is 0 for a constant rate, not negative where rates only fall and at most (eta_0 - eta_s)/(1 -"
                        + " lambda); in the order reversed, a warm-up, it is not positive, so that at equal S1 = sum eta"
                        + " falling rates have the lower predicted loss.",
                "Tissue, Wang and Wang, arXiv 2408.11029 (the law); signs derived here", Provenance.DERIVED,
                "rates do not rise", "C > 0");
    }

    @Override
    public Class<Rates> instanceType() {
        return Rates.class;
    }

    /** The size is the number of updates: constant stretches between random drops. */
    @Override
    public Rates draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] eta = new double[size];
        double rate = 1;
        for (int t = 0; t < size; t++) {
            if (random.nextInt(10) == 0) rate *= 0.5 + 0.5 * random.nextDouble();
            eta[t] = rate;
        }
        return new Rates(eta, LAMBDAS[(int) Math.floorMod(seed, LAMBDAS.length)]);
    }

    @Override
    public Evidence evaluate(Rates rates) {
        for (int t = 1; t < rates.eta.length; t++) {
            if (rates.eta[t] > rates.eta[t - 1]) return Evidence.outside("rates do not rise, but update " + t + " does");
        }
        List<Inequality> all = new ArrayList<>(signs(rates));
        int last = rates.eta.length - 1;
        AnnealingAreas falling = AnnealingAreas.of(rates.eta, rates.lambda);
        AnnealingAreas rising = AnnealingAreas.of(reversed(rates.eta), rates.lambda);
        double[] constant = new double[rates.eta.length];
        Arrays.fill(constant, rates.eta[0]);
        all.add(Inequality.equal("S2 of a constant rate is 0", AnnealingAreas.of(constant, rates.lambda).s2(last), 0, 0));
        all.add(Inequality.atMost("S2 of rising rates <= 0", rising.s2(last), 0, last));
        all.add(Inequality.close("S1 does not depend on the order", rising.s1(last), falling.s1(last),
                1e-13 * rates.eta.length));
        // Up to the rounding of S1, which the order of summation changes.
        all.add(Inequality.atMost("L of falling <= L of rising rates", LAW.at(falling.s1(last), falling.s2(last)),
                LAW.at(rising.s1(last), rising.s2(last)), 100L * rates.eta.length));
        all.add(Inequality.close("one pass = double sum", falling.s2(last), doubleSum(rates), 1e-12 * rates.eta.length));
        return Evidence.of(all);
    }

    private static List<Inequality> signs(Rates rates) {
        AnnealingAreas areas = AnnealingAreas.of(rates.eta, rates.lambda);
        int last = rates.eta.length - 1;
        double smallest = 0;
        double excess = 0;
        for (int s = 0; s <= last; s++) {
            smallest = Math.min(smallest, areas.s2(s));
            excess = Math.max(excess, areas.s2(s) * (1 - rates.lambda) - (rates.eta[0] - rates.eta[s]));
        }
        return List.of(Inequality.exact("0 <= S2 (most negative)", -smallest, 0),
                new Inequality("S2 <= (eta_0 - eta_s)/(1 - lambda) (largest excess)", excess, 0, 1e-13 * rates.eta.length));
    }

    private static double[] reversed(double[] eta) {
        double[] reversed = new double[eta.length];
        Arrays.setAll(reversed, t -> eta[eta.length - 1 - t]);
        return reversed;
    }

    private static double doubleSum(Rates rates) {
        double sum = 0;
        for (int k = 1; k < rates.eta.length; k++) {
            double left = 0;
            for (int i = k; i < rates.eta.length; i++) left += Math.pow(rates.lambda, i - k);
            sum += (rates.eta[k - 1] - rates.eta[k]) * left;
        }
        return sum;
    }

    @Override
    public Control<Rates> control() {
        return new Control<>("the same signs for rates that warm up again half-way", (seed, size) -> {
            double[] eta = draw(seed, size).eta.clone();
            for (int t = size / 2; t < size; t++) eta[t] = 2 * eta[0];
            return new Rates(eta, LAMBDAS[(int) Math.floorMod(seed, LAMBDAS.length)]);
        }, rates -> Evidence.of(signs(rates)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("update"), Axis.linear("S2 (1 - lambda)"));
        double[] eta = new double[2000];
        Arrays.setAll(eta, t -> t < 500 ? 1 : t < 1200 ? 0.5 : 0.8);
        for (double lambda : LAMBDAS) {
            AnnealingAreas areas = AnnealingAreas.of(eta, lambda);
            for (int s = 0; s < 2000; s += 20) figure.line("lambda = " + lambda, s, areas.s2(s) * (1 - lambda));
        }
        for (int s = 0; s < 2000; s += 20) figure.dashed("eta_0 - eta", s, 1 - eta[s]);
        return figure.caption("A drop at update 500 adds to S2 little by little, over 1/(1 - lambda) updates; a rise at"
                + " 1200 takes away.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(20, 200, 1000);
    }

    @Override
    public int draws() {
        return 90;
    }
}
