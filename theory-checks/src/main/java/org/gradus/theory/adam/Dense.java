package org.gradus.theory.adam;

import java.util.Arrays;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.theory.Draws;

/** A quadratic with any symmetric positive definite Hessian, and the error to start from. */
record Dense(String family, double[][] q, double[] start) {

    Dense {
        int d = start.length;
        Require.check(d > 0 && q.length == d, "q", "a matrix of as many rows as start has numbers (" + d + ")", q.length
                + " rows");
        for (int i = 0; i < d; i++) {
            if (q[i].length != d) throw new InvalidInput("q must be square, but row " + i + " has " + q[i].length
                    + " numbers");
            for (int j = 0; j <= i; j++) {
                Require.check(Math.abs(q[i][j] - q[j][i]) <= 1e-12 * Math.sqrt(Math.abs(q[i][i] * q[j][j])), "q[" + i + "]["
                        + j
                        + "]", "symmetric: " + q[j][i], q[i][j]);
            }
            Require.positive("q[" + i + "][" + i + "]", q[i][i]);
            Require.finite("start", start[i]);
        }
    }

    /** The four families that claims about general Hessians go through. */
    enum Family {
        DIAGDOM, SDD, ROT, EQUI;

        double[][] hessian(int d, double kappa, long seed) {
            return switch (this) {
                case DIAGDOM -> Hessians.diagonallyDominant(d, kappa, seed);
                case SDD -> Hessians.scaledDominant(d, kappa, seed);
                case ROT -> Hessians.rotated(d, kappa, seed);
                case EQUI -> Hessians.equicorrelated(d, kappa);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Instance s of a family. */
    static Dense of(Family family, int d, double kappa, long s) {
        return new Dense(family.toString(), family.hessian(d, kappa, 5000 + s), Draws.start(d, s));
    }

    /** Instance s: families in turn, and kappa of 100, 1000, 10000 in turn. */
    static Dense of(int d, long s) {
        Family[] families = Family.values();
        return of(families[(int) Math.floorMod(s, families.length)], d,
                10 * Draws.kappa(Math.floorDiv(s, families.length), 3), s);
    }

    int dimension() {
        return start.length;
    }

    double[] gradient() {
        double[] g = new double[start.length];
        objective().at(start, g);
        return g;
    }

    double value() {
        return objective().at(start, new double[start.length]);
    }

    Objective objective() {
        double[][] rows = q;
        return (e, g) -> {
            double twice = 0;
            for (int i = 0; i < g.length; i++) {
                double[] row = rows[i];
                double sum = 0;
                for (int j = 0; j < row.length; j++) sum += row[j] * e[j];
                g[i] = sum;
                twice += sum * e[i];
            }
            return twice / 2;
        };
    }

    /** The matrix {@code S Q S} of a diagonal S. */
    static double[][] scaled(double[][] q, double[] s) {
        double[][] scaled = new double[q.length][q.length];
        for (int i = 0; i < q.length; i++) {
            for (int j = 0; j < q.length; j++) scaled[i][j] = s[i] * q[i][j] * s[j];
        }
        return scaled;
    }

    /** {@code max_i sum_(j != i) |Q_ij| / Q_ii}: below 1, Q is row-diagonally dominant. */
    double dominance() {
        double c = 0;
        for (int i = 0; i < q.length; i++) {
            double row = 0;
            for (int j = 0; j < q.length; j++) row += i == j ? 0 : Math.abs(q[i][j]);
            c = Math.max(c, row / q[i][i]);
        }
        return c;
    }

    double largestError() {
        return Arrays.stream(start).map(Math::abs).max().orElseThrow();
    }
}
