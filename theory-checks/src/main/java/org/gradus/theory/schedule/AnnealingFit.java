package org.gradus.theory.schedule;

import java.util.List;
import org.gradus.optim.schedule.AnnealingAreas;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** The annealing law on losses of a language model. */
final class AnnealingFit implements Claim<LossCurves.Run> {
    /** Largest mean absolute error on the run not fitted to: half a per cent of the losses, which are about 3. */
    private static final double WITHIN = 0.015;

    @Override
    public About about() {
        return new About("schedules-annealing-fit", "The annealing law predicts an unseen schedule",
                "L0 + A S1^-alpha - C S2 with lambda = 0.999, fitted to one run of a 100 million parameter model, cosine or"
                        + " plateau with decay, predicts the losses of the other with a mean absolute error below 0.015.",
                "law: Tissue, Wang and Wang, arXiv 2408.11029; data: Luo et al., arXiv 2503.12811; error observed here",
                Provenance.OBSERVED,
                "the two loss curves shipped");
    }

    @Override
    public Class<LossCurves.Run> instanceType() {
        return LossCurves.Run.class;
    }

    @Override
    public LossCurves.Run draw(long seed, int size) {
        return LossCurves.Run.of(seed);
    }

    @Override
    public Evidence evaluate(LossCurves.Run run) {
        AnnealingLaw law = fit(run);
        return Evidence.of(
                Inequality.exact("mean absolute error on the unseen schedule", law.error(run.other()).mae(), WITHIN),
                Inequality.exact("0 <= C", -law.c(), 0));
    }

    static AnnealingLaw fit(LossCurves.Run run) {
        return AnnealingLaw.fit(List.of(run.curve()), AnnealingAreas.LAMBDA);
    }

    @Override
    public Control<LossCurves.Run> control() {
        return Control.falseClaim("the same law without its annealing term, C = 0", this, run -> {
            AnnealingLaw law = fit(run);
            AnnealingLaw power = new AnnealingLaw(law.l0(), law.a(), law.alpha(), 0, law.lambda());
            return Evidence.of(Inequality.exact("mean absolute error", power.error(run.other()).mae(), WITHIN));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("update"), Axis.linear("training loss, 100 million parameters"));
        AnnealingLaw law = fit(new LossCurves.Run(LossCurves.COSINE.name()));
        for (LossCurves.Curve curve : LossCurves.BOTH) {
            double[] predicted = law.predict(curve);
            for (int i = 10; i < predicted.length; i += 2) {
                figure.point(curve.name() + ", recorded", curve.steps()[i], curve.losses()[i]);
                figure.dashed(curve.name() + ", law", curve.steps()[i], predicted[i]);
            }
        }
        return figure.caption("Fitted to the cosine run alone, the law puts the other's plateau too high towards its end,"
                + " and foresees the fall of the last 4000 updates.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1);
    }

    @Override
    public int draws() {
        return LossCurves.NAMES.size();
    }

    @Override
    public int smallest() {
        return 1;
    }
}
