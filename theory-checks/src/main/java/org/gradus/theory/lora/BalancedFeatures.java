package org.gradus.theory.lora;

import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Theorem 1 at finite widths: both factors' steps move the output alike, however wide the layer. */
final class BalancedFeatures implements Claim<BalancedFeatures.Adapter> {
    private static final List<String> OPTIMIZERS = List.of("lora-rite(lr=0.001)", "lora-rite(lr=0.01)", "lora-rite(lr=0.05)",
            "lora-rite(preset=paper, lr=0.3)", "lora-rite(preset=paper-ema, lr=0.1)");
    private static final String ADAM = "adam(lr=0.001)";
    private static final int[] WIDTHS = {32, 64, 128, 256, 512};

    /** See {@link FeatureUpdates#ratio}. */
    record Adapter(String optimizer, int width, long seed) {
        Adapter {
            Require.check(width >= 4, "width", "at least 4, the rank", width);
        }

        double ratio() {
            return FeatureUpdates.ratio(optimizer, width, seed);
        }
    }

    @Override
    public About about() {
        return new About("lora-rite-thm1", "Balanced feature updates",
                "As the width n grows, |dA B^T x| and |A dB^T x| have the same power of n under a"
                        + " transformation-invariant optimizer. Here: their ratio, median of steps 5 to 20, is between"
                        + " 1/2 and 2 for n = 32 to 512, r = 4.",
                "Yen et al., arXiv 2410.20625, Theorem 1; the theorem is about n to infinity, the range 1/2 to 2 is seen"
                        + " in experiments",
                Provenance.OBSERVED, "start A = 0, B of variance 1/n", "the same rule for both factors");
    }

    @Override
    public Class<Adapter> instanceType() {
        return Adapter.class;
    }

    @Override
    public Adapter draw(long seed, int size) {
        return new Adapter(OPTIMIZERS.get((int) Math.floorMod(seed, OPTIMIZERS.size())), size, seed);
    }

    @Override
    public Evidence evaluate(Adapter adapter) {
        double ratio = adapter.ratio();
        return Evidence.of(Inequality.exact("|dA B^T x| / |A dB^T x| <= 2", ratio, 2),
                Inequality.exact("|A dB^T x| / |dA B^T x| <= 2", 1 / ratio, 2));
    }

    @Override
    public Control<Adapter> control() {
        return Control.violation("Adam, which is not transformation-invariant", this,
                (seed, size) -> new Adapter(ADAM, size, seed));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("width n"), Axis.log("|dA B^T x| / |A dB^T x|, median of steps 5 to 20"));
        for (int width : WIDTHS) {
            for (String optimizer : List.of(OPTIMIZERS.get(0), OPTIMIZERS.get(2), OPTIMIZERS.get(3), ADAM,
                    "adam(lr=0.05)", "sgd(lr=0.01)")) {
                figure.line(optimizer, width, new Adapter(optimizer, width, 0).ratio());
            }
        }
        return figure.caption("Under LoRA-RITE both factors contribute alike at every width; under Adam and gradient"
                + " descent it depends.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(32, 64, 128, 256, 512);
    }

    @Override
    public int draws() {
        return 50;
    }

    @Override
    public int smallest() {
        return 32;
    }
}
