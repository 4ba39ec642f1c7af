package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Whether clipping outside adds to clipping inside. */
final class OuterClip implements Claim<OuterClip.Noisy> {
    private static final double[] UPPERS = {0.125, 0.25, 0.5, 1};
    private static final int RUNS = 7;

    /** @param least what the best outer thresholds are said to leave at least of the median gap of averaging */
    record Noisy(String noise, double least, long seed) {
        Noisy {
            Require.fraction("least", least);
        }

        /**
         * The median gap of averaging, then those of outer clips at upper thresholds in units of eta z u, for one share
         * of the upper threshold as the lower one after the other.
         */
        double[] medians(double[] uppers, double... lowerShares) {
            Tuned inside = Tuned.of(noise, "Avg-BiClip");
            double unit = inside.lr() * Synthetic.LOCAL_STEPS * inside.upper();
            Stream<Tuned> clips = Arrays.stream(lowerShares).boxed().flatMap(share -> Arrays.stream(uppers)
                    .mapToObj(u -> inside.clippedOutside(u * unit, share * u * unit)));
            return Arrays.stream(Synthetic.gaps(noise, Stream.concat(Stream.of(inside), clips).toList(), RUNS, seed))
                    .mapToDouble(Synthetic::median).toArray();
        }
    }

    @Override
    public About about() {
        return new About("tailopt-c8", "Clipping outside adds nothing to clipping inside",
                "With the options of Avg-BiClip, the best thresholds outside out of ut = 1/8, 1/4, 1/2, 1 times eta z"
                        + " u and dt = 0, 0.1 ut give a median gap from 0.9 to 1 times that of Avg-BiClip, which ut = eta z"
                        + " u and dt = 0 leave as it is.",
                "measured here on the methods of Lee et al., arXiv 2502.04164", Provenance.OBSERVED,
                Synthetic.SETTING, "Avg-BiClip at its tuned options");
    }

    @Override
    public Class<Noisy> instanceType() {
        return Noisy.class;
    }

    @Override
    public Noisy draw(long seed, int size) {
        return new Noisy(Synthetic.HEAVY.get((int) Math.floorMod(seed, Synthetic.HEAVY.size())), 0.9, 1000 * seed);
    }

    @Override
    public Evidence evaluate(Noisy n) {
        double[] medians = n.medians(UPPERS, 0, 0.1);
        double best = Arrays.stream(medians).skip(1).min().orElseThrow();
        return Evidence.of(Inequality.exact("0.9 of the median of averaging", n.least * medians[0], best),
                Inequality.atMost("best median of Bi2Clip", best, medians[0], 1 << 20));
    }

    @Override
    public Control<Noisy> control() {
        return Control.falseClaim("an outer upper threshold of eta z u/50 is no worse either", this, n -> {
            double[] medians = n.medians(new double[] {0.02}, 0);
            return Evidence.of(Inequality.exact("median of Bi2Clip", medians[1], medians[0]));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("outer upper threshold / (eta z u)"), Axis.log("median of F - F*"));
        for (String noise : Synthetic.HEAVY) {
            Noisy n = new Noisy(noise, 0.9, 77);
            double[] uppers = {0.01, 0.02, 0.04, 0.08, 0.16, 0.3, 0.6, 1.2};
            double[] medians = n.medians(uppers, 0);
            for (int i = 0; i < uppers.length; i++) figure.line(noise, uppers[i], medians[i + 1]);
        }
        return figure.caption("Bi2Clip with the inner options of Avg-BiClip, dt = 0.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(20);
    }

    @Override
    public int draws() {
        return Synthetic.HEAVY.size();
    }

    @Override
    public int smallest() {
        return 20;
    }
}
