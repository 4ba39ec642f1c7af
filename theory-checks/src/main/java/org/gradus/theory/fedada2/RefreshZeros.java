package org.gradus.theory.fedada2;

import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.array.Layout;
import org.gradus.federated.problem.GivenGradients;
import org.gradus.federated.rule.DelayedAdagrad;
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
import org.gradus.theory.simulated.Trajectory;

/** The danger of a delayed second moment that begins at zero. */
final class RefreshZeros implements Claim<RefreshZeros.Sleeper> {

    /** One coordinate whose gradient is 0 in all local steps but one, under a second moment refreshed every z steps. */
    record Sleeper(int localSteps, int awake, double gradient, double rate, double eps, int delay) {
        Sleeper {
            Require.check(awake >= 0 && awake < localSteps, "awake", "a local step, 0 to " + (localSteps - 1), awake);
            Require.positive("eps", eps);
            Require.check(delay >= 1, "delay", "at least 1", delay);
        }

        double displacement(boolean refreshZeros) {
            double[][] steps = new double[localSteps][1];
            steps[awake][0] = gradient;
            DelayedAdagrad client = new DelayedAdagrad(Schedule.constant(rate), eps, delay, refreshZeros, 0, 1);
            return Trajectory.of(Simulation.of(client, Sgd.of(1), localSteps).with("innerState", "reset"),
                    new GivenGradients(Layout.vector("x", 1), new double[1], new double[] {1},
                            new double[][][][] {{steps}}), 1, 0).move(0)[0];
        }

        boolean isRefreshed() {
            return awake % delay == 0;
        }
    }

    @Override
    public About about() {
        return new About("fedada2-refresh-zeros", "A stale zero makes a giant step",
                "Under a second moment that is refreshed every z steps, a coordinate whose gradient is g once and otherwise"
                        + " 0 moves by eta_l |g|/eps if that step does not refresh, by eta_l |g|/(|g| + eps) if it does."
                        + " With refreshZeros it always moves by the latter, less than eta_l.",
                "derived here for the delayed rules of Lee et al., arXiv 2410.18117", Provenance.DERIVED,
                "Adagrad on clients, begun at 0", "eps > 0");
    }

    @Override
    public Class<Sleeper> instanceType() {
        return Sleeper.class;
    }

    /** The size is K. */
    @Override
    public Sleeper draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        return new Sleeper(size, random.nextInt(size), random.nextGaussian(), 0.1, Math.pow(10, -7 * random.nextDouble()),
                1 + random.nextInt(4));
    }

    @Override
    public Evidence evaluate(Sleeper s) {
        double safe = s.rate * Math.abs(s.gradient) / (Math.abs(s.gradient) + s.eps);
        double stale = s.isRefreshed() ? safe : s.rate * Math.abs(s.gradient) / s.eps;
        return Evidence.of(Inequality.close("move with refreshZeros", Math.abs(s.displacement(true)), safe, 1e-12),
                Inequality.exact("that move <= eta_l", Math.abs(s.displacement(true)), s.rate),
                Inequality.close("move without", Math.abs(s.displacement(false)), stale, 1e-12));
    }

    @Override
    public Control<Sleeper> control() {
        return Control.falseClaim("without refreshZeros the move is at most eta_l, too", this,
                s -> Evidence.of(Inequality.exact("move", Math.abs(s.displacement(false)), s.rate)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("client smoothing eps"), Axis.log("|Delta| / eta_l"));
        for (double eps = 1e-7; eps < 10; eps *= 3) {
            Sleeper s = new Sleeper(4, 1, 1, 0.1, eps, 4);
            figure.line("refreshZeros", eps, Math.abs(s.displacement(true)) / 0.1);
            figure.line("without", eps, Math.abs(s.displacement(false)) / 0.1);
        }
        return figure.caption("K = z = 4, a gradient of 1 in the second step only.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 4, 9);
    }

    @Override
    public int draws() {
        return 90;
    }
}
