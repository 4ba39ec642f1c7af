package org.gradus.theory.adam;

import java.util.Arrays;
import java.util.List;
import org.gradus.optim.option.InvalidInput;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Draws;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Block-diagonal Hessians, homogeneous and heterogeneous: a model of why transformers need Adam. */
final class BlockHessians implements Claim<BlockHessians.Blocks> {
    static final double[][] HETEROGENEOUS = {{1, 2, 3}, {99, 100, 101}, {4998, 4999, 5000}};
    static final double[][] HOMOGENEOUS = {{1, 99, 4998}, {2, 100, 4999}, {3, 101, 5000}};
    private static final int STEPS = 200;

    /** Blocks of three along the diagonal, and a start. */
    record Blocks(double[][] q, double[] start) {
        Blocks {
            if (start.length % 3 != 0) throw new InvalidInput("blocks have 3 coordinates each, but start has "
                    + start.length);
        }

        static Blocks of(double[][] spectra, long s) {
            double[][] q = Hessians.blocks(spectra, s);
            return new Blocks(q, Draws.start(q.length, s));
        }

        Dense problem() {
            return new Dense("block", q, start);
        }
    }

    /**
     * What frozen Adam sees. {@code C1_l = min_i |g_(l,i)| / lmax_l}, C2_l the largest:
     *
     * @param safeRate min C1
     * @param r max C2 / min C1
     * @param condition the largest condition number of a block
     */
    record Constants(double safeRate, double r, double condition) {
        static Constants of(Blocks p) {
            double[] g = p.problem().gradient();
            double smallest = Double.POSITIVE_INFINITY;
            double largest = 0;
            double condition = 0;
            for (int at = 0; at < g.length; at += 3) {
                double[][] block = {Arrays.copyOfRange(p.q[at], at, at + 3), Arrays.copyOfRange(p.q[at + 1], at, at + 3),
                    Arrays.copyOfRange(p.q[at + 2], at, at + 3)};
                Eigen eigen = Eigen.of(block);
                condition = Math.max(condition, eigen.condition());
                for (int i = at; i < at + 3; i++) {
                    smallest = Math.min(smallest, Math.abs(g[i]) / eigen.largest());
                    largest = Math.max(largest, Math.abs(g[i]) / eigen.largest());
                }
            }
            return new Constants(smallest, largest / smallest, condition);
        }
    }

    @Override
    public About about() {
        return new About("adam-blocks", "Frozen Adam on block-diagonal Hessians",
                "With C1_l, C2_l the smallest and largest |g_0i|/lmax(H_l) in block l, r = max C2/min C1 and alpha = min"
                        + " C1, every step multiplies f by at most (1 - 1/(r max_l kappa_l))^2: what counts is the"
                        + " condition of the blocks, not of Q.",
                "Zhang et al., arXiv 2402.16788 and 2406.16793; constants derived here", Provenance.DERIVED,
                "Q block-diagonal");
    }

    @Override
    public Class<Blocks> instanceType() {
        return Blocks.class;
    }

    /** The size is the number of blocks; up to three of the two families, in turn. */
    @Override
    public Blocks draw(long seed, int size) {
        double[][] spectra = Math.floorMod(seed, 2) == 0 ? HETEROGENEOUS : HOMOGENEOUS;
        return Blocks.of(Arrays.copyOf(spectra, Math.min(size, spectra.length)), seed);
    }

    @Override
    public Evidence evaluate(Blocks p) {
        for (int i = 0; i < p.q.length; i++) {
            for (int j = 0; j < p.q.length; j++) {
                if (i / 3 != j / 3 && p.q[i][j] != 0) return Evidence.outside("Q block-diagonal, but q[" + i + "][" + j
                        + "] is not 0");
            }
        }
        Constants c = Constants.of(p);
        return against(p, c, c.r);
    }

    private static Evidence against(Blocks p, Constants c, double r) {
        double factor = Math.pow(1 - 1 / (r * c.condition), 2);
        SquaredGradients run = SquaredGradients.seeded(p.problem().objective(), p.start, c.safeRate, 1);
        double worst = 0;
        for (int k = 0; k < STEPS && run.value() > 0; k++) {
            double before = run.value();
            run.step();
            worst = Math.max(worst, run.value() / before);
        }
        return Evidence.of(Inequality.atMost("f_(k+1)/f_k <= (1 - 1/(r max kappa_l))^2 (largest of 200)", worst, factor,
                4096L * p.start.length));
    }

    @Override
    public Control<Blocks> control() {
        return Control.falseClaim("the same without r, the spread of the first gradient", this,
                p -> against(p, Constants.of(p), 1));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("update"), Axis.log("f / f_0"));
        for (boolean heterogeneous : new boolean[] {true, false}) {
            String name = heterogeneous ? "heterogeneous" : "homogeneous";
            Dense p = Blocks.of(heterogeneous ? HETEROGENEOUS : HOMOGENEOUS, 0).problem();
            Conditioning c = Conditioning.of(p);
            double rate = GeneralHessian.optimalRate(c.preconditioned());
            double[] e = p.start().clone();
            double[] g = new double[e.length];
            SquaredGradients adam = SquaredGradients.seeded(p.objective(), p.start(), rate, 1);
            for (int k = 0; k < 20_000; k++) {
                double value = p.objective().at(e, g);
                if (k == 0 || Math.floor(20 * Math.log10(k)) > Math.floor(20 * Math.log10(k - 1.0)) && value > 0) {
                    figure.line("GD, " + name, k + 1, value / p.value());
                    if (adam.value() / p.value() > 1e-9) figure.line("frozen Adam, " + name, k + 1,
                            adam.value() / p.value());
                }
                for (int i = 0; i < e.length; i++) e[i] -= GeneralHessian.optimalRate(c.hessian()) * g[i];
                adam.step();
            }
        }
        return figure.caption("Same eigenvalues from 1 to 5000, sorted into blocks two ways: gradient descent sees no"
                + " difference, Adam solves the heterogeneous problem at once.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 3);
    }

    @Override
    public int draws() {
        return 102;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
