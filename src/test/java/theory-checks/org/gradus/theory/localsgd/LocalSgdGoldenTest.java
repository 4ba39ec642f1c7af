package org.gradus.theory.localsgd;

import static org.gradus.theory.Golden.close;
import static org.gradus.theory.Golden.numbers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.gradus.optim.option.InvalidInput;
import org.gradus.theory.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds to 1e-12, roots of cubics to 1e-9. */
class LocalSgdGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("local-sgd").get("theory");

    private static Setting setting() {
        JsonNode c = GOLDEN.get("constants");
        return new Setting(c.get("L").asDouble(), c.get("sigma").asDouble(), c.get("D").asDouble(), c.get("M").asInt(),
                c.get("H").asInt(),
                c.get("R").asInt());
    }

    @Test
    void boundsAndConditions() {
        Bounds bounds = new Bounds(setting());
        for (JsonNode row : GOLDEN.get("bounds")) {
            double eta = row.get("eta").asDouble();
            double gamma = row.get("gamma").asDouble();
            double mu = row.get("mu").asDouble();
            near(row, "t1_conditionPublishedLhs", bounds.publishedSgdCondition(eta, gamma));
            near(row, "t1_conditionStrictLhs", bounds.sgdCondition(eta, gamma));
            near(row, "t1_bound", bounds.sgd(eta, gamma, false));
            near(row, "t1_boundQuadratic", bounds.sgd(eta, gamma, true));
            close("t2 published", numbers(row.get("t2_conditionsPublishedLhs")),
                    bounds.publishedMomentumConditions(eta, gamma, mu), 1e-12);
            near(row, "t2_conditionStrictLhs", bounds.momentumCondition(eta, gamma, mu));
            near(row, "t2_bound", bounds.momentum(eta, gamma, mu, false));
            assertEquals(row.get("t3_applicable").asBoolean(), bounds.acceleratedApplies(eta, gamma));
            near(row, "t3_bound", bounds.accelerated(eta, gamma, false));
            near(row, "t3_boundQuadratic", bounds.accelerated(eta, gamma, true));
        }
        JsonNode rates = GOLDEN.get("rates");
        close("local", numbers(rates.get("localSgd")), bounds.localSgdRate(), 1e-12);
        close("minibatch", numbers(rates.get("minibatchSgd")), bounds.minibatchRate(), 1e-12);
        close("accelerated", numbers(rates.get("acceleratedOuter")), bounds.acceleratedRate(), 1e-12);
        close("rates", numbers(GOLDEN.get("acceleratedEtaCandidates")), bounds.acceleratedRates(), 1e-12);
    }

    private static void near(JsonNode row, String name, double actual) {
        close(name, row.get(name).asDouble(), actual, 1e-12);
    }

    @Test
    void proposition1() {
        for (JsonNode row : GOLDEN.get("prop1")) {
            JsonNode c = row.get("coefficients");
            RatePlan plan = RatePlan.of(new RatePlan.Coefficients(c.get("A").asDouble(), c.get("B").asDouble(),
                    c.get("C").asDouble(),
                    c.get("E").asDouble(), c.get("L").asDouble(), c.get("H").asInt(), c.get("s").asDouble()));
            String name = row.get("name").asText();
            assertEquals(row.get("candidates").findValuesAsText("name"),
                    plan.candidates().stream().map(RatePlan.Candidate::name).toList(), name);
            for (int i = 0; i < plan.candidates().size(); i++) {
                JsonNode expected = row.get("candidates").get(i);
                close(name + " eta", expected.get("eta").asDouble(), plan.candidates().get(i).eta(), 1e-9);
                close(name + " gamma", expected.get("gamma").asDouble(), plan.candidates().get(i).gamma(), 1e-9);
                close(name + " h", expected.get("h").asDouble(), plan.candidates().get(i).value(), 1e-9);
            }
            close(name + " limit", row.get("limit").get("p").asDouble(), plan.limit().product(), 1e-9);
            close(name + " limit", row.get("limit").get("h").asDouble(), plan.limit().value(), 1e-9);
            assertEquals(row.get("winner").asText(), plan.best().eta() == 0 ? "limit" : plan.best().name(), name);
        }
    }

    /** So that the claim's draws look at every case, the two that the paper leaves out among them. */
    @Test
    void everyCandidateWinsSomeDraw() {
        BestRates claim = new BestRates();
        Set<String> winners = new TreeSet<>();
        for (int seed = 0; seed < 80; seed++) {
            for (int size : claim.sizes()) winners.add(RatePlan.of(claim.draw(seed, size)).best().name());
        }
        assertEquals(Set.of("A", "B", "C", "D"), winners);
    }

    @Test
    void proposition2() {
        for (JsonNode row : GOLDEN.get("prop2")) {
            double a = row.get("a").asDouble();
            double b = row.get("b").asDouble();
            double c = row.get("c").asDouble();
            close("minimizer", row.get("minimizer").asDouble(), OuterRate.best(a, b, c), 1e-12);
            close("value", row.get("value").asDouble(), OuterRate.value(a, b, c, OuterRate.best(a, b, c)), 1e-12);
        }
        assertEquals(Double.POSITIVE_INFINITY, OuterRate.best(1, 0, 0));
        assertThrows(InvalidInput.class, () -> OuterRate.best(0, 0, 0));
    }

    /** The best outer rate rises with noise, as drift forces a small inner rate, and returns to 1. */
    @ParameterizedTest
    @CsvSource({"0.1, 1", "0.3, 1.01", "1, 1.07", "2, 1.13", "8, 1.45", "16, 1.90", "32, 3.1", "64, 8.2", "128, 4.1",
            "1000, 1"})
    void jointTuning(double sigma, double gamma) {
        RatePlan plan = RatePlan.of(RatePlan.Coefficients.of(new Setting(1, sigma, 4.24, 32, 32, 30), 0.25, false));
        assertEquals(gamma, plan.best().gamma(), 0.01 * gamma + 0.005);
    }

    /** A single node, a single step, no noise, a quadratic: every term that may vanish. */
    @Test
    void degenerateSettings() {
        for (Setting s : new Setting[] {new Setting(1, 0, 1, 1, 1, 1), new Setting(1, 1, 1, 1, 1, 1),
                new Setting(1, 0, 1, 8, 50, 10)}) {
            for (boolean quadratic : new boolean[] {true, false}) {
                RatePlan.Candidate best = RatePlan.of(RatePlan.Coefficients.of(s, 0.25, quadratic)).best();
                assertTrue(best.value() > 0 && Double.isFinite(best.value()), s + ": " + best);
            }
        }
    }

    @Test
    void convergedLocalPhasesOfDiLoCo() {
        assertEquals(2, Recursion.Outer.SGD.limit(0.9), 1e-12);
        assertEquals(3.8, Recursion.Outer.HEAVY_BALL.limit(0.9), 1e-12);
        assertEquals(1.357, Recursion.Outer.NESTEROV.limit(0.9), 1e-3);
    }

    /** The ratio f(ybar)/(D^2/(gamma' eta R)), which the printed condition would keep below a constant. */
    @ParameterizedTest
    @CsvSource({"0.5, 0.25", "0.9, 0.37", "0.99, 0.97", "0.999, 2.9", "0.9999, 9.1"})
    void theCounterexampleToThePrintedCondition(double mu, double ratio) {
        assertEquals(ratio, MomentumCondition.worst(MomentumCondition.printed(mu, 100_000)) / 2, 0.02 * ratio);
    }
}
