package org.gradus.theory.tailopt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.tailopt.MedianClaim.Runs;

/** How far runs that differ in their noise alone lie apart. */
final class Spread implements Claim<Runs> {
    private static final List<String> METHODS = List.of("FedAvg", "Avg-L2Clip", "Avg-BiClip");
    /** Clipped runs are alike, so that a few of them do. */
    private static final int FEW = 16;
    private static final double FACTOR = 3;

    @Override
    public About about() {
        return new About("tailopt-c2", "Single runs of FedAvg go astray",
                "Under Student-t noise of nu = 1.5 the worst of 48 runs of FedAvg has more than 3 times their median gap;"
                        + " under stable noise of alpha = 1.2 at least 2 of 48 end worse than they began. The first 16 that"
                        + " clip inside stay within 3 times their median and all gain.",
                "measured here on the methods of Lee et al., arXiv 2502.04164", Provenance.OBSERVED,
                "20 coordinates, h from 0.01 to 1, ten equal clients, z = 5, T = 300", "every method at its tuned options");
    }

    @Override
    public Class<Runs> instanceType() {
        return Runs.class;
    }

    /** The size is the number of runs. */
    @Override
    public Runs draw(long seed, int size) {
        return new Runs(Math.floorMod(seed, 2) == 0 ? "t1.5" : "sas1.2", size, 1000 * seed);
    }

    @Override
    public Evidence evaluate(Runs runs) {
        List<Tuned> methods = METHODS.stream().map(m -> Tuned.of(runs.noise(), m)).toList();
        double[][] gaps = Synthetic.gaps(runs.noise(), methods, runs.runs(), runs.seed());
        double[] plain = gaps[0];
        double start = Synthetic.gapOfStart();
        long worse = Arrays.stream(plain).filter(gap -> !(gap < start)).count();
        List<Inequality> all = new ArrayList<>();
        all.add(runs.noise().equals("t1.5") ? astray(runs, "FedAvg", plain)
                : Inequality.exact("2 <= runs of FedAvg that end worse, sas1.2", 2, worse));
        for (int m = 1; m < gaps.length; m++) {
            double[] clipped = Arrays.copyOf(gaps[m], Math.min(FEW, runs.runs()));
            double most = Math.min(FACTOR * Synthetic.median(clipped), start);
            all.add(Inequality.exact("worst of " + METHODS.get(m) + ", " + runs.noise(), largest(clipped), most));
        }
        return Evidence.of(all);
    }

    private static Inequality astray(Runs runs, String method, double[] gaps) {
        return Inequality.exact("3 medians <= worst of " + method + ", " + runs.noise(), FACTOR * Synthetic.median(gaps),
                largest(gaps));
    }

    private static double largest(double[] gaps) {
        return Arrays.stream(gaps).max().orElseThrow();
    }

    @Override
    public Control<Runs> control() {
        return Control.falseClaim("runs of Avg-BiClip go astray, too", this,
                runs -> Evidence.of(astray(runs, "Avg-BiClip",
                        Synthetic.gaps(Tuned.of(runs.noise(), "Avg-BiClip"), FEW, runs.seed()))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("share of runs"), Axis.log("F - F* at the end, sorted"));
        for (String method : METHODS) {
            double[] gaps = Synthetic.gaps(Tuned.of("sas1.2", method), 40, 77);
            Arrays.sort(gaps);
            for (int i = 0; i < gaps.length; i++) figure.line(method, (i + 0.5) / gaps.length, gaps[i]);
        }
        for (int end = 0; end <= 1; end++) figure.dashed("start", end, Synthetic.gapOfStart());
        return figure.caption("Stable noise of alpha = 1.2: some runs of FedAvg end above their start.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(48);
    }

    @Override
    public int draws() {
        return 2;
    }

    @Override
    public int smallest() {
        return 48;
    }
}
