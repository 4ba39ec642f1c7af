package org.gradus.theory.localsgd;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.gradus.federated.RoundLog;
import org.gradus.federated.Simulation;
import org.gradus.federated.rule.Accelerated;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Trajectory;

/** How fast the loss falls with rounds: acceleration doubles the exponent. */
final class RoundsScaling implements Claim<RoundsScaling.Local> {
    private static final double ETA = 0.5;
    private static final int ROUNDS = 256;

    record Local(int localSteps) {
        Local {
            Require.check(localSteps >= 1, "localSteps", "at least 1", localSteps);
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-c5", "Acceleration doubles the exponent of rounds",
                "Without noise the slope of log f against log R over R = 8, ..., 256 is -1 for averaging and -1.93 for the"
                        + " accelerated outer method, within 0.1, for H = 1, 4, 16; four times"
                        + " H divides the latter's f by 4 at R = 64, within 15%.",
                "measured here; Khaled et al., arXiv 2509.10439, Theorems 1 and 3 have rates 1/R and 1/R^2",
                Provenance.OBSERVED, "120 eigenvalues log-spaced from 1e-6 to 1", "eta L = 0.5, no noise");
    }

    @Override
    public Class<Local> instanceType() {
        return Local.class;
    }

    /** The size is H. */
    @Override
    public Local draw(long seed, int size) {
        return new Local(size);
    }

    @Override
    public Evidence evaluate(Local local) {
        return against(local, -1.93);
    }

    private static Evidence against(Local local, double accelerated) {
        return Evidence.of(Inequality.equal("slope of averaging", slope(Sgd.of(1), local.localSteps), -1, 0.1),
                Inequality.equal("slope of the accelerated method", slope(Accelerated.of(1), local.localSteps), accelerated,
                        0.1),
                Inequality.close("accelerated at R = 64: f of H over f of 4 H",
                        at64(local.localSteps) / at64(4 * local.localSteps), 4, 0.15));
    }

    /** One run has the losses after every number of rounds. */
    private static List<double[]> losses(Optimizer outer, int localSteps) {
        List<double[]> losses = new ArrayList<>();
        for (RoundLog log : Trajectory.endOf(Simulation.of(Sgd.of(ETA), outer, localSteps),
                LogSpectrum.problem(LogSpectrum.eigenvalues(120, 1e-6), 1, 0), ROUNDS, 0).logs()) {
            long rounds = log.round() + 1;
            if (rounds >= 8 && Long.bitCount(rounds) == 1) losses.add(new double[] {rounds, log.loss()});
        }
        return losses;
    }

    private static double at64(int localSteps) {
        return losses(Accelerated.of(1), localSteps).stream().filter(at -> at[0] == 64).findFirst().orElseThrow()[1];
    }

    private static double slope(Optimizer outer, int localSteps) {
        SimpleRegression line = new SimpleRegression();
        for (double[] at : losses(outer, localSteps)) line.addData(Math.log(at[0]), Math.log(at[1]));
        return line.getSlope();
    }

    @Override
    public Control<Local> control() {
        return Control.falseClaim("the accelerated method has the exponent of averaging", this, l -> against(l, -1));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("rounds R"), Axis.log("f"));
        for (int h : new int[] {1, 4, 16}) {
            for (double[] at : losses(Sgd.of(1), h)) figure.line("averaging, H = " + h, at[0], at[1]);
            for (double[] at : losses(Accelerated.of(1), h)) figure.line("accelerated, H = " + h, at[0], at[1]);
        }
        return figure.caption("eta L = 0.5, no noise.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 4, 16);
    }

    @Override
    public int draws() {
        return 3;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
