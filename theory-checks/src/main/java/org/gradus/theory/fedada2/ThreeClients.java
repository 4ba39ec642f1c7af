package org.gradus.theory.fedada2;

import java.util.List;
import org.gradus.federated.Simulation;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.rule.OuterAdagrad;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
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

/** The smallest example on which adaptive clients do not minimize the mean loss. */
final class ThreeClients implements Claim<ThreeClients.Smoothing> {
    private static final double[] EPS = {0.01, 0.1, 1, 10, 100};
    private static final double[] POINTS = {0.9901, 0.9064, 0.4495, 0.0644, 0.0066};
    private static final int ROUNDS = 3000;

    /** The clients' smoothing, and where the method is said to come to rest. */
    record Smoothing(double eps, double point) {
        Smoothing {
            Require.positive("eps", eps);
        }
    }

    @Override
    public About about() {
        return new About("fedada2-three-clients", "The bias of adaptive clients",
                "With f_1 = (x+2)^2/2 and f_2 = f_3 = (x-1)^2/2 FedAda2 with K = 1 comes to rest where (x+2)/(x+2+eps) = 2"
                        + " (1-x)/(1-x+eps): 0.9901, 0.9064, 0.4495, 0.0644, 0.0066 for eps = 0.01, 0.1, 1, 10, 100. The"
                        + " mean loss is least at 0, where FedAdagrad goes.",
                "derived here for the method of Lee et al., arXiv 2410.18117", Provenance.DERIVED,
                "equal weights, exact gradients", "K = 1, Adagrad on clients");
    }

    @Override
    public Class<Smoothing> instanceType() {
        return Smoothing.class;
    }

    @Override
    public Smoothing draw(long seed, int size) {
        int i = (int) Math.floorMod(seed, EPS.length);
        return new Smoothing(EPS[i], POINTS[i]);
    }

    @Override
    public Evidence evaluate(Smoothing s) {
        double root = root(s.eps);
        Simulation adagrad = Simulation.of(Sgd.of(0.1), new OuterAdagrad(Schedule.constant(0.5), 0, 1e-3, 0, false), 1);
        return Evidence.of(Inequality.equal("fixed point", root, s.point, 5e-5),
                Inequality.equal("where FedAda2 ends", fedAda2(s.eps), root, 1e-9),
                Inequality.equal("where FedAdagrad ends", end(adagrad), 0, 1e-9));
    }

    /** From the minimizer of the mean loss, at half the rate of Newton's method around the fixed point. */
    private static double fedAda2(double eps) {
        double x = root(eps);
        double slope = (eps / Math.pow(x + 2 + eps, 2) + 2 * eps / Math.pow(1 - x + eps, 2)) / 3;
        return end(Adaptive.fedAda2(0.5 / slope, eps, Sgd.of(1), 1));
    }

    private static double end(Simulation simulation) {
        Separable problem = new Separable(Curve.SQUARE, new double[] {1}, new double[][] {{-2}, {1}, {1}},
                new double[] {1, 1, 1}, new double[] {0.2}, Disturbance.none());
        return Trajectory.endOf(simulation, problem, ROUNDS, 0).end()[0];
    }

    /** By bisection: the expected update falls from 0 to 1. */
    static double root(double eps) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double x = (low + high) / 2;
            if ((x + 2) / (x + 2 + eps) < 2 * (1 - x) / (1 - x + eps)) low = x;
            else high = x;
        }
        return low;
    }

    @Override
    public Control<Smoothing> control() {
        return Control.falseClaim("FedAda2 minimizes the mean loss", this,
                s -> Evidence.of(Inequality.equal("where FedAda2 ends", fedAda2(s.eps), 0, 1e-3)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("client smoothing eps"), Axis.linear("point of rest"));
        for (double eps = 0.01; eps <= 100; eps *= 1.5) {
            figure.dashed("root", eps, root(eps));
            figure.point("FedAda2", eps, fedAda2(eps));
            figure.line("minimizer of the mean loss", eps, 0);
        }
        return figure.caption("For small eps clients vote: the method goes to the median of their minimizers, 1.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1);
    }

    @Override
    public int draws() {
        return EPS.length;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
