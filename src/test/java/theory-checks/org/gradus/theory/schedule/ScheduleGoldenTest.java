package org.gradus.theory.schedule;

import static org.gradus.theory.Golden.close;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.schedule.AnnealingAreas;
import org.gradus.optim.schedule.Cosine;
import org.gradus.optim.schedule.Schedule;
import org.gradus.theory.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules on quadratics in closed form to 1e-9, laws of given parameters to 1e-6, fits to 1e-4 of the parameters. */
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
        Golden.read("annealing-fits").get("rows").forEach(rows::add);
        return rows;
    }

    @ParameterizedTest
    @MethodSource("fits")
    void annealingLawFittedToTheCurves(JsonNode row) {
        List<LossCurves.Curve> training = new ArrayList<>();
        row.get("train").forEach(name -> training.add(curve(name.asText())));
        AnnealingLaw law = AnnealingLaw.fit(training, row.get("lam").asDouble());
        AnnealingLaw expected = law(row.get("params"), row.get("lam").asDouble());
        close("L0", expected.l0(), law.l0(), 1e-4);
        close("A", expected.a(), law.a(), 1e-4);
        close("C", expected.c(), law.c(), 1e-4);
        close("alpha", expected.alpha(), law.alpha(), 1e-4);
        row.get("mae").fields().forEachRemaining(f -> assertEquals(f.getValue().asDouble(),
                law.error(curve(f.getKey())).mae(), 1e-6, f.getKey()));
    }

    /** Parameters fitted to curves of the same model that are not all here. */
    @Test
    void annealingLawWithGivenParameters() {
        for (JsonNode row : GOLDEN.get("tissue_fits").get("rows")) {
            AnnealingLaw law = law(row.get("params"), row.get("lam").asDouble());
            row.get("eval").fields().forEachRemaining(f -> errors(f.getKey(), f.getValue(), law.error(curve(f.getKey()))));
        }
    }

    @Test
    void theFitFindsTheLawThatMadeTheLosses() {
        for (JsonNode row : GOLDEN.get("tissue_fits").get("rows")) {
            AnnealingLaw law = law(row.get("params"), row.get("lam").asDouble());
            LossCurves.Curve wsd = LossCurves.WSD;
            AnnealingLaw found = AnnealingLaw.fit(List.of(new LossCurves.Curve("made", wsd.schedule(), wsd.steps(),
                    law.predict(wsd))), law.lambda());
            close("L0", law.l0(), found.l0(), 1e-5);
            close("A", law.a(), found.a(), 1e-5);
            close("C", law.c(), found.c(), 1e-5);
            close("alpha", law.alpha(), found.alpha(), 1e-5);
        }
    }

    @Test
    void multiPowerLaw() {
        JsonNode row = GOLDEN.get("mpl_eval").get("rows").get(0);
        double[] p = Golden.numbers(row.get("params"));
        MultiPowerLaw law = MultiPowerLaw.PUBLISHED;
        assertEquals(new MultiPowerLaw(p[0], p[1], p[2], p[3], p[4], p[5], p[6]), law);
        row.get("per_curve").fields().forEachRemaining(f -> {
            LossCurves.Curve curve = curve(f.getKey());
            errors(f.getKey(), f.getValue(), law.error(curve));
            double[] predicted = law.predict(curve);
            close("last", f.getValue().get("pred_last").asDouble(), predicted[predicted.length - 1], 1e-9);
        });
    }

    private static LossCurves.Curve curve(String name) {
        return new LossCurves.Run(name).curve();
    }

    private static AnnealingLaw law(JsonNode params, double lambda) {
        return new AnnealingLaw(params.get("L0").asDouble(), params.get("A").asDouble(), params.get("alpha").asDouble(),
                params.get("C").asDouble(), lambda);
    }

    private static void errors(String curve, JsonNode expected, FitError error) {
        close(curve + " mae", expected.get("mae").asDouble(), error.mae(), 1e-6);
        close(curve + " r2", expected.get("r2").asDouble(), error.r2(), 1e-6);
    }

    @Test
    void decayFractions() {
        JsonNode golden = GOLDEN.get("annealing_ratio_prediction");
        AnnealingLaw law = law(golden.get("params"), AnnealingAreas.LAMBDA);
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

    /** The law that gives advice, from two runs only, comes to the fractions of the golden law, from three. */
    @Test
    void theLanguageModelsLawPrefersTheSameFractions() {
        for (JsonNode row : GOLDEN.get("annealing_ratio_prediction").get("rows")) {
            assertEquals(row.get("best_ratio").asDouble(), DecayFraction.best(AnnealingLaw.ofLanguageModel(),
                    LossCurves.PEAK, row.get("eta_end").asDouble(), row.get("T").asInt(), LossCurves.WARMUP));
        }
    }

    @Test
    void theShippedCurvesAreTheGoldenOnes() {
        JsonNode golden = GOLDEN.get("loss_curves_100M");
        assertEquals(golden.size(), LossCurves.BOTH.size());
        golden.fields().forEachRemaining(f -> {
            LossCurves.Curve curve = curve(f.getKey());
            assertEquals(f.getKey(), curve.name());
            assertArrayEquals(Golden.numbers(f.getValue().get("step")), Arrays.stream(curve.steps()).asDoubleStream()
                    .toArray());
            assertArrayEquals(Golden.numbers(f.getValue().get("loss")), curve.losses());
        });
    }

    @Test
    void aRunPredictsTheOther() {
        assertEquals(LossCurves.WSD, new LossCurves.Run("cosine_24000").other());
        assertEquals(LossCurves.COSINE, new LossCurves.Run("wsd_20000_24000").other());
        assertThrows(InvalidInput.class, () -> new LossCurves.Run("constant_24000"));
    }
}
