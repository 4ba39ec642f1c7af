package org.gradus.theory.schedule;

import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.AnnealingAreas;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** The annealing law on losses of language models. */
final class AnnealingFit implements Claim<AnnealingFit.Model> {
    /** Largest mean absolute error on the unseen curve; losses are about 3. */
    private static final double WITHIN = 0.0075;
    private static final String UNSEEN = "wsd_20000_24000";

    /** Millions of parameters of the model whose curves are fitted. */
    record Model(int millions) {
        Model {
            Require.check(LossCurves.MODELS.contains(millions), "millions", "one of " + LossCurves.MODELS, millions);
        }
    }

    @Override
    public About about() {
        return new About("schedules-annealing-fit", "The annealing law predicts an unseen schedule",
                "L0 + A S1^-alpha - C S2 with lambda = 0.999, fitted to two cosine runs alone, predicts the losses of a"
                        + " plateau-with-decay run with a mean absolute error below 0.0075, for models of 25, 100 and 400"
                        + " million parameters.",
                "law: Tissue, Wang and Wang, arXiv 2408.11029; data: Luo et al., arXiv 2503.12811; error observed here",
                Provenance.OBSERVED,
                "the published loss curves");
    }

    @Override
    public Class<Model> instanceType() {
        return Model.class;
    }

    @Override
    public Model draw(long seed, int size) {
        return new Model(LossCurves.MODELS.get((int) Math.floorMod(seed, LossCurves.MODELS.size())));
    }

    @Override
    public Evidence evaluate(Model model) {
        AnnealingLaw law = AnnealingLaw.fit(model.millions, LossCurves.COSINES, AnnealingAreas.LAMBDA);
        return Evidence.of(
                Inequality.exact("mean absolute error on the unseen schedule",
                        law.error(LossCurves.of(model.millions, UNSEEN)).mae(), WITHIN),
                Inequality.exact("0 <= C", -law.c(), 0));
    }

    @Override
    public Control<Model> control() {
        return Control.falseClaim("the same law without its annealing term, C = 0", this, model -> {
            AnnealingLaw law = AnnealingLaw.fit(model.millions, LossCurves.COSINES, AnnealingAreas.LAMBDA);
            AnnealingLaw power = new AnnealingLaw(law.l0(), law.a(), law.alpha(), 0, law.lambda());
            return Evidence.of(Inequality.exact("mean absolute error",
                    power.error(LossCurves.of(model.millions, UNSEEN)).mae(), WITHIN));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("update"), Axis.linear("training loss, 100 million parameters"));
        AnnealingLaw law = AnnealingLaw.fit(100, LossCurves.COSINES, AnnealingAreas.LAMBDA);
        for (String name : List.of("cosine_24000", UNSEEN)) {
            LossCurves.Curve curve = LossCurves.of(100, name);
            double[] predicted = law.predict(curve);
            for (int i = 10; i < predicted.length; i += 2) {
                figure.point(name + ", recorded", curve.steps()[i], curve.losses()[i]);
                figure.dashed(name + ", law", curve.steps()[i], predicted[i]);
            }
        }
        return figure.caption("Fitted to cosine runs, the law foresees the fall of the other schedule's last 4000 updates.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1);
    }

    @Override
    public int draws() {
        return 3;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
