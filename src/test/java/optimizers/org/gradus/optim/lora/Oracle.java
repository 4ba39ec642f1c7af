package org.gradus.optim.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * LoRA-RITE as a function of the products Z = A Bᵀ alone (derived from arXiv 2410.20625): no factor appears, so a
 * factored implementation that agrees with it is invariant along GL(r) orbits. It needs products of full rank r.
 *
 * <p>With P = Z⁺Z and a hat for states in the space of Z (n x n, m x n; mirrored for the other factor):
 *
 * <pre>
 * h = G P;   V &lt;- b2 P V P + (1 - b2) hᵀh / c;   X = f(V) on the range of P;   M &lt;- b1 M P + (1 - b1) h X
 * D = lr (M + wd Z), D' = lr (M'ᵀ + wd Z);   Z &lt;- Z - D - D' + D Z⁺ D'
 * </pre>
 */
final class Oracle {
    private final RiteOptions options;
    private final List<Pair> pairs = new ArrayList<>();
    private int t;
    /** How often, as Gradus counts: factors left out, all clipped, factors capped, steps of a factor dropped. */
    private int skipped;
    private int clipped;
    private int capped;
    private int guarded;

    Oracle(RiteOptions options, List<Factors> starts) {
        this.options = options;
        for (Factors start : starts) pairs.add(new Pair(start.product(), start.a().getColumnDimension()));
    }

    RealMatrix product(int pair) {
        return pairs.get(pair).z;
    }

    Map<String, Double> counts() {
        return Map.of("lora-rite/skipped", (double) skipped, "lora-rite/clipped", (double) clipped,
                "lora-rite/capped", (double) capped, "lora-rite/guarded", (double) guarded);
    }

    void step(RealMatrix... gradients) {
        t++;
        double square = 0;
        for (int i = 0; i < gradients.length; i++) {
            pairs.get(i).project(gradients[i]);
            for (Side side : pairs.get(i).sides()) square += Math.pow(Algebra.norm(side.h), 2);
        }
        double norm = Math.sqrt(square);
        double clip = options.clipUnmagnified();
        double factor = clip > 0 && norm > clip ? clip / norm : 1;
        if (factor < 1) clipped++;
        for (Pair pair : pairs) {
            for (Side side : pair.sides()) side.moments(factor, rests(side == pair.up));
            pair.move();
        }
    }

    /** In alternate steps, up moves first; the other's moments are only carried along, and count its own steps. */
    private boolean rests(boolean up) {
        return options.alternate() && up != (t % 2 == 1);
    }

    private double decay(double beta) {
        return options.decay(beta, options.alternate() ? (t + 1) / 2 : t);
    }

    /** What belongs to one factor: the up side lives in the row space of Z, the down side in its column space. */
    private final class Side {
        private final int r;
        private RealMatrix h;
        /** Orthonormal columns that span the space in which the moments live. */
        private RealMatrix space;
        private RealMatrix v;
        private RealMatrix m;
        private double rho;

        Side(int rows, int columns, int r) {
            this.r = r;
            v = MatrixUtils.createRealMatrix(columns, columns);
            m = MatrixUtils.createRealMatrix(rows, columns);
        }

        RealMatrix projected(RealMatrix x) {
            return x.multiply(space).multiply(space.transpose());
        }

        /** RMS over the rows x r entries that the factored form has. */
        double rms(RealMatrix x) {
            return Algebra.norm(x) / Math.sqrt((double) x.getRowDimension() * r);
        }

        void gradient(RealMatrix g, RealMatrix space) {
            this.space = space;
            h = projected(g);
            if (options.skipRms() > 0 && rms(h) > options.skipRms()) {
                skipped++;
                h = h.scalarMultiply(0);
            }
        }

        void moments(double clip, boolean rests) {
            h = h.scalarMultiply(clip);
            RealMatrix transported = projected(projected(v).transpose());
            rho += escaped(v, transported);
            v = transported;
            m = projected(m);
            if (!rests) average();
        }

        private void average() {
            RealMatrix square = h.transpose().multiply(h).scalarMultiply(options.rowMean() ? 1.0 / h.getRowDimension() : 1);
            double b2 = options.sum() ? 1 : decay(options.beta2());
            rho *= b2;
            v = v.scalarMultiply(b2).add(square.scalarMultiply(options.sum() ? 1 : 1 - b2));
            double b1 = decay(options.beta1());
            m = m.scalarMultiply(b1).add(preconditioned().scalarMultiply(1 - b1));
        }

        /** The largest drop of a sorted eigenvalue; only r of them are not zero. */
        private double escaped(RealMatrix before, RealMatrix after) {
            double[] x = Algebra.eigenvalues(before);
            double[] y = Algebra.eigenvalues(after);
            double largest = 0;
            for (int i = 0; i < r; i++) largest = Math.max(largest, Math.abs(x[i] - y[i]));
            return largest;
        }

        private RealMatrix preconditioned() {
            RealMatrix inner = space.transpose().multiply(v).multiply(space);
            double largest = Algebra.eigenvalues(inner)[0];
            RealMatrix root = Algebra.function(inner, value -> inverseRoot(value, largest));
            return h.multiply(space).multiply(root).multiply(space.transpose());
        }

        private double inverseRoot(double value, double largest) {
            if (options.precondRelCutoff() > 0 && value <= options.precondRelCutoff() * largest) return 0;
            double under = Math.max(value, 0) + (options.escape() ? rho : 0) + options.epsRoot();
            double denominator = Math.sqrt(under) + options.eps();
            return denominator == 0 ? 0 : 1 / denominator;
        }

        RealMatrix direction() {
            if (options.capRms() == 0 || rms(m) <= options.capRms()) return m;
            capped++;
            return m.scalarMultiply(options.capRms() / rms(m));
        }
    }

    private final class Pair {
        private final int r;
        private final Side up;
        private final Side down;
        private RealMatrix z;

        Pair(RealMatrix z, int r) {
            this.z = z;
            this.r = r;
            up = new Side(z.getRowDimension(), z.getColumnDimension(), r);
            down = new Side(z.getColumnDimension(), z.getRowDimension(), r);
        }

        List<Side> sides() {
            return List.of(up, down);
        }

        void project(RealMatrix g) {
            SingularValueDecomposition svd = new SingularValueDecomposition(z);
            up.gradient(g, svd.getV().getSubMatrix(0, z.getColumnDimension() - 1, 0, r - 1));
            down.gradient(g.transpose(), svd.getU().getSubMatrix(0, z.getRowDimension() - 1, 0, r - 1));
        }

        void move() {
            RealMatrix decay = z.scalarMultiply(options.weightDecay());
            double upRate = rests(true) ? 0 : options.lr() * options.lrRatio();
            double downRate = rests(false) ? 0 : options.lr();
            // dA Bᵀ, A dBᵀ and dA dBᵀ.
            RealMatrix ofUp = up.direction().add(decay).scalarMultiply(upRate);
            RealMatrix ofDown = down.direction().transpose().add(decay).scalarMultiply(downRate);
            RealMatrix ofBoth = ofUp.multiply(pseudoInverse()).multiply(ofDown);
            double guard = options.secondOrderGuard();
            if (guard > 0 && Algebra.norm(ofBoth) > guard * Algebra.norm(ofUp.add(ofDown))) {
                guarded++;
                boolean dropUp = Algebra.norm(ofUp) < Algebra.norm(ofDown);
                z = z.subtract(dropUp ? ofDown : ofUp);
            } else {
                z = z.subtract(ofUp).subtract(ofDown).add(ofBoth);
            }
        }

        private RealMatrix pseudoInverse() {
            SingularValueDecomposition svd = new SingularValueDecomposition(z);
            double[] inverses = svd.getSingularValues().clone();
            for (int i = 0; i < inverses.length; i++) inverses[i] = i < r ? 1 / inverses[i] : 0;
            return svd.getV().multiply(MatrixUtils.createRealDiagonalMatrix(inverses)).multiply(svd.getU().transpose());
        }
    }
}
