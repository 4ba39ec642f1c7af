package org.gradus.theory.tailopt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
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
    private static final int SHOWN = 20;

    @Override
    public About about() {
        return new About("tailopt-c2", "Single runs of FedAvg go astray",
                "Under Student-t noise of nu = 1.5 the worst of 48 runs of FedAvg has more than 3 times their median gap;"
                        + " under stable noise of alpha = 1.2 at least 2 of 48 end worse than they began. The first 16 that"
                        + " clip inside stay within 3 times their median and all gain.",
                "measured here on the methods of Lee et al., arXiv 2502.04164", Provenance.OBSERVED,
                Synthetic.SETTING, "every method at its tuned options");
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
        List<Tuned> methods = tuned(runs.noise());
        int few = Math.min(FEW, runs.runs());
        double[][] gaps = Synthetic.gaps(runs.noise(), methods, few, runs.seed());
        double[] further = Synthetic.gaps(methods.get(0), runs.runs() - few, runs.seed() + few);
        double[] plain = DoubleStream.concat(Arrays.stream(gaps[0]), Arrays.stream(further)).toArray();
        double start = Synthetic.gapOfStart();
        long worse = Arrays.stream(plain).filter(gap -> !(gap < start)).count();
        List<Inequality> all = new ArrayList<>();
        all.add(runs.noise().equals("t1.5") ? astray(runs, "FedAvg", plain)
                : Inequality.exact("2 <= runs of FedAvg that end worse, sas1.2", 2, worse));
        for (int m = 1; m < gaps.length; m++) {
            double most = Math.min(FACTOR * Synthetic.median(gaps[m]), start);
            all.add(Inequality.exact("worst of " + METHODS.get(m) + ", " + runs.noise(), largest(gaps[m]), most));
        }
        return Evidence.of(all);
    }

    private static List<Tuned> tuned(String noise) {
        return METHODS.stream().map(m -> Tuned.of(noise, m)).toList();
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
        double[][] gaps = Synthetic.gaps("sas1.2", tuned("sas1.2"), SHOWN, 77);
        for (int m = 0; m < gaps.length; m++) {
            Arrays.sort(gaps[m]);
            for (int i = 0; i < SHOWN; i++) figure.line(METHODS.get(m), (i + 0.5) / SHOWN, gaps[m][i]);
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
