package org.gradus.theory.adam;

import static org.gradus.theory.Inequality.exact;

import java.util.List;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;

/** What T2 does not cover: Adam as libraries have it, with bias correction. */
final class CorrectedDiagonal implements Claim<Diagonal> {
    @Override
    public About about() {
        return new About("adam-t2-bc", "Bias-corrected Adam at the rate of adam-t2",
                "At the alpha and beta2 of adam-t2, Adam with bias correction too reaches f <= eps f_0 within K steps, in"
                        + " fewer than the seeded method.",
                "observed here; no proof: the first squared gradient keeps the weight (1-b) b^k / (1 - b^(k+1)) only",
                Provenance.OBSERVED, "Q diagonal and positive", "beta1 = 0, eps = 0");
    }

    @Override
    public Class<Diagonal> instanceType() {
        return Diagonal.class;
    }

    @Override
    public Diagonal draw(long seed, int size) {
        return Diagonal.of(size, seed);
    }

    @Override
    public Evidence evaluate(Diagonal p) {
        return Evidence.of(
                exact("steps to f <= eps f_0, against K", orMore(hit(p), p), p.steps()),
                exact("steps, against those of the seeded method", orMore(hit(p), p), orMore(SeededDiagonal.hit(p), p)));
    }

    static long hit(Diagonal p) {
        return hit(p, SquaredGradients.decay(p.steps()));
    }

    private static long hit(Diagonal p, double b) {
        return SquaredGradients.corrected(p.objective(), p.start(), p.smallestError() / 2, b, 0)
                .hit(Diagonal.EPS, p.steps());
    }

    /** What did not arrive needed more than K. */
    private static long orMore(long hit, Diagonal p) {
        return hit < 0 ? p.steps() + 1 : hit;
    }

    @Override
    public Control<Diagonal> control() {
        return Control.falseClaim("the same with beta2 = 0.5: the second moment forgets, and the steps stay as large as"
                + " alpha", this,
                p -> Evidence.of(exact("steps to f <= eps f_0, against K", orMore(hit(p, 0.5), p), p.steps())));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("kappa_A of the start"), Axis.log("steps to f <= 1e-6 f_0"));
        for (int d : sizes()) {
            for (int s = 0; s < 21; s++) {
                Diagonal p = Diagonal.of(d, 1e4, s);
                figure.point("seeded", p.spread(), SeededDiagonal.hit(p));
                figure.point("bias-corrected", p.spread(), hit(p));
            }
        }
        for (double spread : new double[] {2, 1000}) {
            figure.dashed("K = kappa_A ln(1/eps)", spread, spread * Math.log(1 / Diagonal.EPS));
        }
        return figure.caption("kappa = 1e4, d from 4 to 256: both grow in proportion to kappa_A; bias correction needs"
                + " about 0.6 times the steps.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(4, 16, 64, 256);
    }

    @Override
    public int draws() {
        return 168;
    }
}
