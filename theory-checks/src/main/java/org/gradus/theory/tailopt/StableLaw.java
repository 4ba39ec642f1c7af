package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.AlphaStable;
import org.gradus.federated.noise.By;
import org.gradus.federated.problem.Disturbance;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** FedAvg under stable noise: its law is known, has a median that does not move, and no variance. */
final class StableLaw implements Claim<StableLaw.Noisy> {
    private static final int COORDINATES = 2500;

    /** {@code f = lam x^2/2} of equal clients, begun at the minimizer. */
    record Noisy(double alpha, double noise, double lam, double eta, int clients, int localSteps, int rounds, long seed) {
        Noisy {
            Require.check(alpha > 0 && alpha <= 2, "alpha", "in (0, 2]", alpha);
            Require.check(eta * lam < 1, "eta", "below 1/lam", eta);
        }

        /** Scale after all rounds: {@code eta s (N^(1-alpha) (1 - r^(alpha z t)) / (1 - r^alpha))^(1/alpha)}. */
        double scale() {
            double r = Math.pow(1 - eta * lam, alpha);
            return eta * noise * Math.pow(Math.pow(clients, 1 - alpha) * (1 - Math.pow(r, (double) rounds * localSteps))
                    / (1 - r), 1 / alpha);
        }
    }

    @Override
    public About about() {
        return new About("tailopt-stable-law", "FedAvg under stable noise",
                "On lam x^2/2 with symmetric alpha-stable noise of scale s, x_t is symmetric alpha-stable of scale eta s"
                        + " (N^(1-alpha) (1 - r^(alpha z t))/(1 - r^alpha))^(1/alpha), r = 1 - eta lam: its median stays,"
                        + " its second moment is infinite, and z enters by the number of steps alone.",
                "derived here; sums of stable laws", Provenance.DERIVED, "N equal clients, plain SGD, plain averaging",
                "r in (0, 1)");
    }

    @Override
    public Class<Noisy> instanceType() {
        return Noisy.class;
    }

    /** The size is z. */
    @Override
    public Noisy draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        return new Noisy(new double[] {1.2, 1.5, 2}[random.nextInt(3)], 1, random.nextBoolean() ? 1 : 0.5,
                0.1 + 0.4 * random.nextDouble(), random.nextBoolean() ? 1 : 10, size, 12 / size, seed);
    }

    @Override
    public Evidence evaluate(Noisy noisy) {
        return against(noisy, noisy.scale());
    }

    /** The law by its characteristic function, which has the law's tails in it and is bounded all the same. */
    private static Evidence against(Noisy noisy, double scale) {
        double[] x = sample(noisy);
        double order = 0.2 * noisy.alpha;
        double moment = new AlphaStable(noisy.alpha, scale, By.COORDINATE).absoluteMoment(order).orElseThrow();
        return Evidence.of(frequency(x, noisy.alpha, scale, 0.25), frequency(x, noisy.alpha, scale, 0.5),
                frequency(x, noisy.alpha, scale, 1),
                Expectation.equal("E|x|^(alpha/5)", Arrays.stream(x).map(v -> Math.pow(Math.abs(v), order)).toArray(),
                        moment));
    }

    private static Expectation frequency(double[] x, double alpha, double scale, double at) {
        return Expectation.equal("E cos(" + at + " x/scale)", Arrays.stream(x).map(v -> Math.cos(at * v / scale)).toArray(),
                Math.exp(-Math.pow(at, alpha)));
    }

    /** Coordinates are independent copies. */
    private static double[] sample(Noisy n) {
        double[] w = new double[COORDINATES];
        Arrays.fill(w, n.lam);
        Separable problem = Separable.equal(Curve.SQUARE, w, n.clients, new double[COORDINATES],
                Disturbance.of(new AlphaStable(n.alpha, n.noise, By.COORDINATE)));
        return Trajectory.endOf(Simulation.of(Sgd.of(n.eta), Sgd.of(1), n.localSteps), problem, n.rounds, n.seed).end();
    }

    @Override
    public Control<Noisy> control() {
        return Control.falseClaim("averaging N clients divides the scale by sqrt(N) whatever the tails", this, n -> {
            Noisy one = new Noisy(n.alpha, n.noise, n.lam, n.eta, 1, n.localSteps, n.rounds, n.seed);
            return against(n, one.scale() / Math.sqrt(n.clients));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("clients N"), Axis.log("scale of x"));
        for (double alpha : new double[] {1.2, 1.5, 2}) {
            for (int clients = 1; clients <= 16; clients *= 2) {
                Noisy n = new Noisy(alpha, 1, 1, 0.3, clients, 2, 4, 7);
                figure.dashed("law, alpha = " + alpha, clients, n.scale());
                figure.point("median |x|, alpha = " + alpha, clients,
                        Synthetic.median(Arrays.stream(sample(n)).map(Math::abs).toArray()));
            }
        }
        return figure.caption("Averaging helps by N^(1/alpha - 1) only; the median of |x| is close to the scale.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 3);
    }

    @Override
    public int draws() {
        return 16;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
