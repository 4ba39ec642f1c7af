package org.gradus.optim.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle itself against the golden products, so that what agrees with it agrees with them. */
class OracleTest {
    static Stream<String> casesOfFullRank() {
        return Stream.of("paper_sum", "paper_ema", "official", "toolkit_quadratic", "official_quadratic_skipped");
    }

    /** Would catch an oracle that is wrong in the same way as the code it is to check. */
    @ParameterizedTest
    @MethodSource("casesOfFullRank")
    void itGivesTheGoldenProducts(String name) {
        JsonNode c = Golden.RITE.required("cases").required(name);
        Oracle oracle = new Oracle(RiteOptions.of(GoldenCase.options(c)), List.of(Golden.factors(c)));
        int t = 0;
        for (JsonNode step : c.required("steps")) {
            oracle.step(GoldenCase.gradient(c, t++, oracle.product(0)));
            RealMatrix z = Golden.matrix(step.required("Z"));
            assertEquals(0, Algebra.distance(oracle.product(0), z), 1e-12, name + ", step " + t);
        }
    }

    @Test
    void itsPresetsAreThoseOfTheGoldenCases() {
        Map<String, String> presets = Map.of("paper_sum", "paper", "paper_ema", "paper-ema", "official", "official",
                "toolkit_quadratic", "toolkit");
        presets.forEach((name, preset) -> {
            Map<String, Object> options = GoldenCase.options(Golden.RITE.required("cases").required(name));
            assertEquals(RiteOptions.of(options), RiteOptions.of(Map.of("preset", preset, "lr", options.get("lr"))), name);
        });
    }

    @Test
    void theGuardFiresOnceAndThenNot() {
        JsonNode c = Golden.RITE.required("second_order_guard");
        RealMatrix target = Golden.input("T");
        Oracle oracle = new Oracle(RiteOptions.of(Map.of("lr", 0.05, "secondOrderGuard", 1)), List.of(Golden.factors(c)));
        for (JsonNode step : c.required("guard_on")) {
            oracle.step(oracle.product(0).subtract(target));
            assertTrue(Algebra.distance(oracle.product(0), Golden.matrix(step.required("Z"))) < 1e-9);
        }
        assertEquals(1, oracle.counts().get("lora-rite/guarded"));
    }
}
