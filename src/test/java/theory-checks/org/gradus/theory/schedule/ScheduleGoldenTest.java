package org.gradus.theory.schedule;

import static org.gradus.theory.Golden.close;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.schedule.Cosine;
import org.gradus.optim.schedule.Schedule;
import org.gradus.theory.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules on quadratics in closed form to 1e-9, fits within 2 % of the parameters and 1e-4 of the errors. */
class ScheduleGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("schedules-theory");
    private static final Map<String, String> OURS = Map.of("const", "constant", "lin", "linear", "wsd20lin", "wsd");

    private static Map<String, Schedule> shapes(int steps) {
        Map<String, Schedule> shapes = new LinkedHashMap<>(Shapes.all(steps));
        shapes.put("uba50", Shapes.uba(50, steps));
        return shapes;
    }

    @Test
    void quadraticsWithoutNoise() {
        for (JsonNode row : GOLDEN.get("uba_deterministic_quadratic").get("rows")) {
            Map<String, BestPeak> best = BestPeak.quiet(row.get("kappa").asDouble(), row.get("T").asInt(),
                    shapes(row.get("T").asInt()));
            row.get("ln_sqrt_rel_final").fields()
                    .forEachRemaining(f -> close(row.get("kappa") + " " + row.get("T") + " " + f.getKey(),
                    f.getValue().asDouble(), Math.log(ours(best, f.getKey()).value()) / 2, 1e-9));
            row.get("log2_eta_times_L").fields().forEachRemaining(f -> assertEquals(f.getValue().asDouble(),
                    Math.log(ours(best, f.getKey()).peak()) / Math.log(2), 1e-9));
        }
    }

    @Test
    void quadraticsWithNoise() {
        for (JsonNode row : GOLDEN.get("uba_noisy_quadratic").get("rows")) {
            int steps = row.get("T").asInt();
            Map<String, BestPeak> best = BestPeak.noisy(row.get("kappa").asDouble(), steps, NoisyQuadratic.NOISE,
                    Shapes.all(steps));
            assertEquals(row.get("best_uba").asText(), Shapes.ubaName(NoisyQuadratic.bestPhi(best)));
            row.get("rel_final").fields()
                    .forEachRemaining(f -> close(f.getKey(), f.getValue().asDouble(), ours(best, f.getKey()).value(), 1e-9));
            row.get("best_eta_max").fields()
                    .forEachRemaining(f -> close(f.getKey(), f.getValue().asDouble(), ours(best, f.getKey()).peak(), 1e-9));
        }
    }

    private static BestPeak ours(Map<String, BestPeak> best, String name) {
        return best.get(OURS.getOrDefault(name, name));
    }

    static List<JsonNode> fits() {
        List<JsonNode> rows = new ArrayList<>();
        GOLDEN.get("tissue_fits").get("rows").forEach(rows::add);
        return rows;
    }

    @ParameterizedTest
    @MethodSource("fits")
    void annealingLaw(JsonNode row) {
        int model = row.get("model_M").asInt();
        List<String> training = row.get("train").asText().equals("cosine_only") ? LossCurves.COSINES : LossCurves.TRAINING;
        AnnealingLaw law = AnnealingLaw.fit(model, training, row.get("lam").asDouble());
        JsonNode expected = row.get("params");
        close("L0", expected.get("L0").asDouble(), law.l0(), 0.02);
        close("A", expected.get("A").asDouble(), law.a(), 0.02);
        close("C", expected.get("C").asDouble(), law.c(), 0.02);
        close("alpha", expected.get("alpha").asDouble(), law.alpha(), 0.02);
        row.get("eval").fields().forEachRemaining(f -> {
            FitError error = law.error(LossCurves.of(model, f.getKey()));
            assertEquals(f.getValue().get("mae").asDouble(), error.mae(), 1e-4, f.getKey());
            assertEquals(f.getValue().get("r2").asDouble(), error.r2(), 1e-3, f.getKey());
        });
    }

    @Test
    void multiPowerLaw() {
        for (JsonNode row : GOLDEN.get("mpl_eval").get("rows")) {
            int model = row.get("model_M").asInt();
            double[] mean = new double[1];
            row.get("per_curve").fields().forEachRemaining(f -> {
                FitError error = MultiPowerLaw.PUBLISHED.get(model).error(LossCurves.of(model, f.getKey()));
                close(model + " " + f.getKey(), f.getValue().get("mae").asDouble(), error.mae(), 1e-6);
                close(model + " " + f.getKey(), f.getValue().get("r2").asDouble(), error.r2(), 1e-6);
                if (LossCurves.test().contains(f.getKey())) mean[0] += error.mae() / 6;
            });
            close("mean of test curves", row.get("test_mean").get("mae").asDouble(), mean[0], 1e-6);
        }
    }

    @Test
    void decayFractions() {
        JsonNode golden = GOLDEN.get("annealing_ratio_prediction");
        JsonNode p = golden.get("params");
        AnnealingLaw law = new AnnealingLaw(p.get("L0").asDouble(), p.get("A").asDouble(), p.get("alpha").asDouble(),
                p.get("C").asDouble(), 0.999);
        for (JsonNode row : golden.get("rows")) {
            int steps = row.get("T").asInt();
            double end = row.get("eta_end").asDouble();
            row.get("pred_by_ratio").fields().forEachRemaining(f -> close("fraction " + f.getKey(), f.getValue().asDouble(),
                    DecayFraction.loss(law, Double.parseDouble(f.getKey()), LossCurves.PEAK, end, steps, LossCurves.WARMUP),
                    1e-9));
            assertEquals(row.get("best_ratio").asDouble(), DecayFraction.best(law, LossCurves.PEAK, end, steps,
                    LossCurves.WARMUP));
            close("cosine", row.get("cosine_pred").asDouble(),
                    law.finalLoss(new Cosine(LossCurves.PEAK, end, steps, LossCurves.WARMUP, 0, false), steps), 1e-9);
        }
    }

    @Test
    void theShippedCurvesAreTheGoldenOnes() {
        GOLDEN.get("loss_curves_100M").fields().forEachRemaining(f -> {
            LossCurves.Curve curve = LossCurves.of(100, f.getKey());
            for (int i = 0; i < curve.steps().length; i++) assertEquals(f.getValue().get("step").get(i).asInt(),
                    curve.steps()[i]);
            close("loss", Golden.numbers(f.getValue().get("loss")), curve.losses(), 1e-12);
        });
        assertTrue(LossCurves.names().size() == 9);
    }
}
