package org.gradus.theory.localsgd;

import java.util.List;
import java.util.Random;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Local SGD on a quadratic, in closed form against simulated runs. */
final class SecondMoments implements Claim<SecondMoments.Problem> {
    private static final int RUNS = 2000;

    /** One eigenvalue, the rates, the noise of a coordinate, and the seed of the simulated runs. */
    record Problem(double lam, double eta, double gamma, double noise, int nodes, int localSteps, int rounds, long seed) {
        Problem {
            Require.positive("lam", lam);
            Require.positive("eta", eta);
            Require.nonNegative("noise", noise);
            Require.check(nodes >= 1 && localSteps >= 1 && rounds >= 1, "nodes, localSteps, rounds", "at least 1",
                    nodes + ", " + localSteps + ", " + rounds);
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-moments", "Second moments of Local SGD on quadratics",
                "With a = (1 - eta lam)^H a round multiplies the mean error by 1 - gamma + gamma a, and m' = (1 - gamma +"
                        + " gamma a)^2 m + gamma^2 eta^2 (s^2/M) (1 - (1 - eta lam)^(2H))/(1 - (1 - eta lam)^2) is the"
                        + " recursion of E e^2.",
                "Khaled et al., arXiv 2509.10439 (one round); linear recursions", Provenance.DERIVED,
                "f quadratic", "noise of mean 0, independent over nodes and steps");
    }

    @Override
    public Class<Problem> instanceType() {
        return Problem.class;
    }

    /** The size is H. */
    @Override
    public Problem draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        return new Problem(1, 0.05 + 0.9 * random.nextDouble(), 0.2 + 1.2 * random.nextDouble(), 0.1 + random.nextDouble(),
                1 + random.nextInt(6), size, 1 + random.nextInt(8), seed);
    }

    @Override
    public Evidence evaluate(Problem p) {
        return against(p, p.nodes);
    }

    private static Evidence against(Problem p, int averaged) {
        double factor = Recursion.factor(p.gamma, Recursion.contraction(p.eta, p.lam, p.localSteps));
        double expected = Math.pow(factor, p.rounds);
        double quiet = run(new Problem(p.lam, p.eta, p.gamma, 0, p.nodes, p.localSteps, p.rounds, p.seed),
                new Random(p.seed));
        double[] squares = new double[RUNS];
        Random random = new Random(p.seed);
        for (int i = 0; i < RUNS; i++) squares[i] = Math.pow(run(p, random), 2);
        return Evidence.of(
                Inequality.equal("error without noise = (1 - gamma + gamma a)^R", quiet, expected, 1e-12),
                Expectation.equal("E e_R^2 by the recursion", squares,
                        Recursion.secondMoment(1, p.eta, p.lam, p.gamma, p.noise, averaged, p.localSteps, p.rounds)));
    }

    /** The error after all rounds, from 1. */
    private static double run(Problem p, Random random) {
        double e = 1;
        for (int r = 0; r < p.rounds; r++) {
            double sum = 0;
            for (int m = 0; m < p.nodes; m++) {
                double y = e;
                for (int h = 0; h < p.localSteps; h++) y -= p.eta * (p.lam * y + p.noise * random.nextGaussian());
                sum += y;
            }
            e += p.gamma * (sum / p.nodes - e);
        }
        return e;
    }

    @Override
    public Control<Problem> control() {
        return Control.falseClaim("the same with the noise of one node, as if averaging did not reduce it", this,
                p -> against(p, 1));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("outer rate gamma"), Axis.log("E e^2 after 400 rounds"));
        for (double s : new double[] {0, 0.1, 1}) {
            for (double gamma = 0.05; gamma < 2.2; gamma *= 1.08) {
                figure.line("noise s = " + s, gamma, Math.max(1e-12,
                        Recursion.secondMoment(1, 0.05, 0.1, gamma, s, 4, 20, 400)));
            }
        }
        return figure.caption("eta = 0.05, lam = 0.1, M = 4, H = 20: at a fixed inner rate, noise lowers the best outer"
                + " rate.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 4, 16);
    }

    @Override
    public int draws() {
        return 30;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
