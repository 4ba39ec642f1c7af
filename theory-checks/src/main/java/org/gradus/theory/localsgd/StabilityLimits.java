package org.gradus.theory.localsgd;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** How large an outer rate may be. */
final class StabilityLimits implements Claim<StabilityLimits.Point> {
    private static final double NEAR = 0.005;
    private static final int ROUNDS = 20_000;

    /** What the local phases contract to, and the outer momentum. */
    record Point(double contraction, double mu) {
        Point {
            Require.check(contraction >= 0 && contraction < 1, "contraction", "in [0, 1)", contraction);
            Require.decayRate("mu", mu);
        }
    }

    @Override
    public About about() {
        return new About("local-sgd-stability", "Stability limits of outer optimizers",
                "On a quadratic without noise, 0 < eta lam <= 1, a = (1 - eta lam)^H: outer SGD is stable while gamma"
                        + " (1-a) < 2, heavy ball while gamma (1-a) < 2 (1+mu), Nesterov while gamma (1-a) < 2"
                        + " (1+mu)/(1+2 mu).",
                "spectral radius of the round's matrix; beside arXiv 2509.10439 and DiLoCo, arXiv 2311.08105",
                Provenance.DERIVED,
                "f quadratic, no noise", "0 <= a < 1, 0 <= mu < 1");
    }

    @Override
    public Class<Point> instanceType() {
        return Point.class;
    }

    @Override
    public Point draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * size + seed);
        return new Point(0.95 * random.nextDouble(), 0.95 * random.nextDouble());
    }

    @Override
    public Evidence evaluate(Point p) {
        List<Inequality> all = new ArrayList<>();
        for (Recursion.Outer outer : Recursion.Outer.values()) {
            double limit = outer.limit(p.mu) / (1 - p.contraction);
            all.add(Inequality.exact(outer + ": growth over 20000 rounds at 0.995 of the limit",
                    growth(outer, p, (1 - NEAR) * limit), 1));
            all.add(Inequality.exact(outer + ": decay over 20000 rounds at 1.005 of the limit", 1,
                    growth(outer, p, (1 + NEAR) * limit)));
            all.add(Inequality.close(outer + ": spectral radius at the limit is 1",
                    outer.spectralRadius(outer.limit(p.mu), p.mu), 1, 1e-12));
        }
        return Evidence.of(all);
    }

    /** The recursion itself, not its eigenvalues. */
    private static double growth(Recursion.Outer outer, Point p, double gamma) {
        double[][] m = outer.matrix(gamma * (1 - p.contraction), p.mu);
        double x = 1;
        double y = outer == Recursion.Outer.HEAVY_BALL ? 1 : 0;
        for (int r = 0; r < ROUNDS && Math.abs(x) < 1e100; r++) {
            double next = m[0][0] * x + m[0][1] * y;
            y = m[1][0] * x + m[1][1] * y;
            x = next;
        }
        return Math.hypot(x, y);
    }

    @Override
    public Control<Point> control() {
        return Control.falseClaim("Nesterov momentum is stable as far as heavy ball", this,
                p -> Evidence.of(Inequality.exact(
                "growth at 0.995 of heavy ball's limit",
                growth(Recursion.Outer.NESTEROV, p,
                        (1 - NEAR) * Recursion.Outer.HEAVY_BALL.limit(p.mu) / (1 - p.contraction)), 1)));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("outer momentum mu"), Axis.linear("largest stable gamma (1-a)"));
        for (double mu = 0; mu < 0.99; mu += 0.02) {
            figure.line("outer SGD", mu, Recursion.Outer.SGD.limit(mu));
            figure.line("heavy ball", mu, Recursion.Outer.HEAVY_BALL.limit(mu));
            figure.line("Nesterov", mu, Recursion.Outer.NESTEROV.limit(mu));
        }
        return figure.point("DiLoCo: gamma 0.7 and mu 0.9, a = 0", 0.9, 0.7)
                .caption("Nesterov momentum has the least room: at mu = 0.9 the limit is 1.36.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1);
    }

    @Override
    public int draws() {
        return 100;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
