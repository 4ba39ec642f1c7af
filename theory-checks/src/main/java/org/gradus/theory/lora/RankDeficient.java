package org.gradus.theory.lora;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** A factor that is rank-deficient but not zero: which generalized inverse keeps invariance. */
final class RankDeficient implements Claim<Orbit> {
    private static final double RATE = 0.02;

    @Override
    public About about() {
        return new About("lora-rite-rank-deficient", "A rank-deficient factor and its generalized inverse",
                "If B has rank below r, LoRA-RITE with the pseudo-inverse of R_B (paper and official code) breaks"
                        + " invariance only in the term dA dB^T, so by a part of the step that is proportional to lr;"
                        + " with the inverse weighted by the partner (core) it stays invariant.",
                "limit of Theorem 2 of Yen et al., arXiv 2410.20625", Provenance.DERIVED,
                "A of full column rank, B of rank r - 1",
                "the first step, so no rounding noise has been inverted yet");
    }

    @Override
    public Class<Orbit> instanceType() {
        return Orbit.class;
    }

    /** The last column of B is the sum of the others over two; for r = 2 half of the first. */
    @Override
    public Orbit draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        Problem p = Problem.of("lora-rite", Size.of(size), 0.5, 1, random);
        for (double[] row : p.down()) {
            row[row.length - 1] = 0;
            row[row.length - 1] = Arrays.stream(row).sum() / 2;
        }
        return Orbit.of(p, 1, 3 + Math.floorMod(seed, 3), random);
    }

    @Override
    public Evidence evaluate(Orbit orbit) {
        int r = orbit.problem().up()[0].length;
        double[] values = Matrices.singularValues(Matrices.of(orbit.problem().down()));
        if (values[r - 1] > 1e-13 * values[0]) return Evidence.outside("B of rank r - 1, but its rank is r");
        if (values[r - 2] < 1e-3 * values[0]) return Evidence.outside("B of rank r - 1, but its rank is lower");
        List<Inequality> all = new ArrayList<>();
        double ratio = part("pinv-r", RATE, orbit) / part("pinv-r", RATE / 2, orbit);
        all.add(Inequality.close("pinv-r: part of the step at lr over that at lr / 2", ratio, 2, 0.1));
        all.add(invariant("core", orbit));
        return Evidence.of(all);
    }

    /** |Z(R) - Z| after one step over the step. */
    static double part(String inverse, double lr, Orbit orbit) {
        Optimizer optimizer = Optimizers.read("lora-rite(lr=" + lr + ", inverse=" + inverse + ")");
        Problem p = orbit.problem();
        Run here = new Run(optimizer, Matrices.of(p.up()), Matrices.of(p.down()));
        Run there = new Run(optimizer, Matrices.of(p.up()), Matrices.of(p.down()));
        there.regauge(Matrices.of(orbit.gauges()[0]));
        RealMatrix start = here.product();
        here.step(p.gradient(0, start));
        there.step(p.gradient(0, start));
        return Matrices.distance(here.product(), there.product()) / Matrices.distance(here.product(), start);
    }

    private static Inequality invariant(String inverse, Orbit orbit) {
        Problem p = orbit.problem();
        double[] values = Matrices.singularValues(Matrices.of(p.up()).multiply(Matrices.of(p.down()).transpose()));
        double condition = values[0] / values[p.up()[0].length - 2];
        double allowance = 64 * 0x1p-53 * orbit.kappa() * condition * values[0] / RATE;
        return Inequality.exact(inverse + ": |Z(R) - Z| after a step, over the step", part(inverse, RATE, orbit), allowance);
    }

    @Override
    public Control<Orbit> control() {
        return Control.falseClaim("the pseudo-inverse of R_B keeps invariance too", this, orbit ->
                Evidence.of(invariant("pinv-r", orbit)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("lr"), Axis.log("|Z(R) - Z| after one step, over the step"));
        for (double lr = 0.16; lr > 1e-3; lr /= 2) {
            for (int seed = 0; seed < 3; seed++) {
                for (String inverse : List.of("pinv-r", "core")) {
                    figure.line(inverse + ", instance " + (seed + 1), lr,
                            Math.max(1e-16, part(inverse, lr, draw(seed, 12))));
                }
            }
        }
        return figure.caption("With the pseudo-inverse of one factor the error is of second order in lr; weighted by"
                + " the other it is rounding.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(6, 12, 24);
    }

    @Override
    public int draws() {
        return 45;
    }

    @Override
    public int smallest() {
        return 6;
    }
}
