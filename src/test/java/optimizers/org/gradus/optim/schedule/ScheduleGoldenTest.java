package org.gradus.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.gradus.optim.option.Options;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every value of the golden parameter sets, at a relative error of 1e-12. */
class ScheduleGoldenTest {
    private static final Map<String, String> TYPES = Map.of("poly", "polynomial", "invsqrt", "inverse-sqrt",
            "wsd", "warmup-stable-decay", "onecycle", "one-cycle");

    private static final Map<String, String> OPTIONS = Map.of("eta_max", "peak", "eta_min", "end",
            "decay_steps", "decaySteps", "pct_start", "pctStart", "div_factor", "divFactor",
            "final_div_factor", "finalDivFactor");

    private static final Map<String, String> SHAPES = Map.of("exp", "exponential", "1-sqrt", "one-minus-sqrt");

    @TestFactory
    Stream<DynamicTest> scheduleEqualsTheGoldenOne() {
        return StreamSupport.stream(Golden.read("schedules").spliterator(), false)
                .map(set -> dynamicTest(set.get("name").asText() + set.get("params"), () -> compare(set)));
    }

    @Test
    void thereAre25Sets() {
        assertEquals(25, Golden.read("schedules").size());
    }

    private static void compare(JsonNode set) {
        Schedule schedule = read(set);
        double[] eta = Golden.numbers(set.get("eta"));
        for (int t = 0; t < eta.length; t++) {
            assertEquals(eta[t], schedule.at(t), 1e-12 * Math.abs(eta[t]), "eta[" + t + "] of " + schedule);
        }
    }

    private static Schedule read(JsonNode set) {
        String name = set.get("name").asText();
        String type = TYPES.getOrDefault(name, name);
        List<String> known = Options.describe(Schedules.CATALOGUE.find(type).asSubclass(Record.class)).stream()
                .map(Options.Description::name).toList();
        Map<String, Object> options = new LinkedHashMap<>();
        if (known.contains("steps")) options.put("steps", set.get("T").asLong());
        set.get("params").fields().forEachRemaining(p -> {
            String option = type.equals("constant") ? "value" : OPTIONS.getOrDefault(p.getKey(), p.getKey());
            String value = p.getValue().isArray() ? p.getValue().toString() : p.getValue().asText();
            options.put(option, SHAPES.getOrDefault(value, value));
        });
        return Schedules.CATALOGUE.read(type, options);
    }
}
