package org.gradus.theory.adam;

import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Draws;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** T7: Hessians on which no diagonal preconditioner helps. */
final class PermutationInvariance implements Claim<Dense> {
    @Override
    public About about() {
        return new About("adam-t7", "Where frozen Adam cannot beat gradient descent",
                "If Q is invariant under a group of coordinate permutations that acts transitively (equal correlations,"
                        + " circulants), then cond(D^-1/2 Q D^-1/2) >= cond(Q) for every positive diagonal D.",
                "beside the negative examples of Das et al., arXiv 2402.07114; derived here for this class",
                Provenance.DERIVED,
                "Q invariant under a transitive permutation group");
    }

    @Override
    public Class<Dense> instanceType() {
        return Dense.class;
    }

    @Override
    public Dense draw(long seed, int size) {
        return seed % 5 == 4 ? Dense.of(Dense.Family.EQUI, size, Draws.kappa(seed, 4), seed)
                : new Dense("circulant", Hessians.circulant(size, 9000 + seed), Draws.start(size, seed));
    }

    @Override
    public Evidence evaluate(Dense p) {
        if (!isCirculant(p.q())) return Evidence.outside("Q invariant under a transitive permutation group, here cyclic"
                + " shifts; it is not");
        return compare(p);
    }

    private static Evidence compare(Dense p) {
        Conditioning c = Conditioning.of(p);
        return Evidence.of(new Inequality("cond(Q) <= kappa_P", c.kappa(), c.kappaP(), c.roundingOf(c.kappa()) * c.kappa()));
    }

    /** Equal correlations are circulant too. */
    private static boolean isCirculant(double[][] q) {
        int d = q.length;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                if (Math.abs(q[i][j] - q[(i + 1) % d][(j + 1) % d]) > 1e-12 * q[0][0]) return false;
            }
        }
        return true;
    }

    @Override
    public Control<Dense> control() {
        return new Control<>("the same for Hessians with dominant rows, which have no such symmetry",
                (seed, size) -> Dense.of(Dense.Family.DIAGDOM, size, 1e4, seed), PermutationInvariance::compare);
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("cond(Q)"), Axis.log("kappa_P of frozen Adam"));
        for (int d : sizes()) {
            for (int s = 0; s < 50; s++) {
                Conditioning c = Conditioning.of(new Dense("circulant", Hessians.circulant(d, 9000 + s), Draws.start(d, s)));
                figure.point("circulant, d = " + d, c.kappa(), c.kappaP());
            }
        }
        for (double at : new double[] {2, 100}) figure.dashed("equality", at, at);
        return figure.caption("On 150 random circulants the preconditioned problem is worse conditioned every time.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4, 8, 16);
    }

    @Override
    public int draws() {
        return 180;
    }
}
