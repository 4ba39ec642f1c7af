package org.gradus.theory.tailopt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.AlphaStable;
import org.gradus.federated.noise.By;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.rule.L2Clip;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Largest;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Clipped clients cannot go far, whatever they see. */
final class ClippedDrift implements Claim<ClippedDrift.Wild> {
    private static final int CLIENTS = 3;

    /**
     * Stable noise far larger than gradients.
     *
     * @param clip "l2", "bi" or "bi2", where the last also clips outside, to between dt and ut = 3 dt; "none" in the control
     */
    record Wild(String clip, int dimension, double alpha, double eta, double upper, double outerLower, double outerRate,
            int localSteps, int rounds, long seed) {
        Wild {
            Require.positive("eta", eta);
            Require.positive("upper", upper);
        }

        Simulation simulation() {
            Optimizer step = Sgd.of(eta);
            Optimizer inner = switch (clip) {
                case "none" -> step;
                case "l2" -> Chain.of(L2Clip.of(upper), step);
                default -> Chain.of(BiClip.of(upper, 0.1 * upper), step);
            };
            Optimizer outer = clip.equals("bi2")
                    ? Chain.of(BiClip.of(3 * outerLower, outerLower), Sgd.of(outerRate)) : Sgd.of(outerRate);
            return Simulation.of(inner, outer, localSteps).with("innerState", "reset");
        }

        Trajectory run() {
            double[] w = new double[dimension];
            Arrays.fill(w, 1);
            double[] start = new double[dimension];
            Arrays.fill(start, 1);
            return Trajectory.of(simulation(), Separable.equal(Curve.SOFT_ABS, w, CLIENTS, start,
                    Disturbance.of(new AlphaStable(alpha, 5, By.COORDINATE))), rounds, seed);
        }

        /** In the norm of the clip: the Euclidean one for L2Clip, else the largest coordinate. */
        double length(double[] x) {
            if (!clip.equals("l2")) return Largest.of(x);
            return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
        }
    }

    @Override
    public About about() {
        return new About("tailopt-drift", "Clipped rounds are bounded rounds",
                "A round moves by at most gamma eta z u (2-norm for L2Clip, largest coordinate for BiClip), t rounds by t"
                        + " times that, under any noise; under Bi2Clip a coordinate moves by at most gamma ut, and by at"
                        + " least gamma dt if it moves.",
                "derived here for the methods of Lee et al., arXiv 2502.04164", Provenance.DERIVED, "finite gradients");
    }

    @Override
    public Class<Wild> instanceType() {
        return Wild.class;
    }

    @Override
    public Wild draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        return new Wild(List.of("l2", "bi", "bi2").get((int) Math.floorMod(seed, 3L)), size, 0.8 + random.nextDouble(),
                0.01 + random.nextDouble(), 0.1 + 3 * random.nextDouble(), 0.05 * (1 + random.nextInt(4)),
                0.5 + random.nextDouble(), 1 + random.nextInt(5), 20, seed);
    }

    @Override
    public Evidence evaluate(Wild wild) {
        Trajectory run = wild.run();
        double reach = wild.outerRate * wild.eta * wild.localSteps * wild.upper;
        if (wild.clip.equals("bi2")) reach = 3 * wild.outerRate * wild.outerLower;
        double farthest = Largest.of(run.start()) + wild.rounds * reach;
        double rounding = 1e-13 * wild.rounds * farthest;
        List<Inequality> all = new ArrayList<>();
        double longest = 0;
        double shortest = Double.POSITIVE_INFINITY;
        for (int r = 0; r < run.logs().size(); r++) {
            double[] move = run.move(r);
            longest = Math.max(longest, wild.length(move));
            for (double m : move) {
                if (m != 0) shortest = Math.min(shortest, Math.abs(m));
            }
        }
        double[] whole = run.end().clone();
        for (int i = 0; i < whole.length; i++) whole[i] -= run.start()[i];
        all.add(new Inequality("longest round", longest, reach, rounding));
        all.add(new Inequality("all rounds", wild.length(whole), wild.rounds * reach, rounding));
        if (wild.clip.equals("bi2")) {
            all.add(new Inequality("gamma dt <= a coordinate's move", wild.outerRate * wild.outerLower, shortest, rounding));
        }
        return Evidence.of(all);
    }

    @Override
    public Control<Wild> control() {
        return Control.violation("FedAvg, which clips nothing, stays within the same bounds", this, (seed, size) -> {
            Wild w = draw(seed, size);
            return new Wild("none", w.dimension, w.alpha, w.eta, w.upper, w.outerLower, w.outerRate, w.localSteps, w.rounds,
                    w.seed);
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("round"), Axis.log("largest coordinate of a round's move"));
        for (String clip : List.of("none", "bi", "bi2")) {
            Wild wild = new Wild(clip, 4, 1.2, 0.1, 1, 0.1, 1, 3, 60, 5);
            Trajectory run = wild.run();
            for (int r = 0; r < run.logs().size(); r++) figure.line(clip, r, wild.length(run.move(r)));
        }
        return figure.caption("Stable noise of alpha = 1.2: clipped rounds stay below eta z u = 0.3.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 4, 16);
    }

    @Override
    public int draws() {
        return 72;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
