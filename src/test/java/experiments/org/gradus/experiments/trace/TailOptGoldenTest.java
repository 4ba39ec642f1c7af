package org.gradus.experiments.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Operators and runs of golden/tailopt.json. */
class TailOptGoldenTest {
    private static final JsonNode GOLDEN = GoldenTrace.golden("tailopt.json");

    @TestFactory
    Stream<DynamicTest> runs() {
        return Stream.of("open_loop", "partial_participation").flatMap(section ->
                StreamSupport.stream(GOLDEN.get(section).get("cases").spliterator(), false)
                        .flatMap(c -> Stream.of(true, false).map(named ->
                        DynamicTest.dynamicTest(section + "/" + c.get("name").asText() + (named ? " as tailopt" : ""),
                                () -> check(GOLDEN.get(section).get("inputs"), c, named)))));
    }

    private static void check(JsonNode inputs, JsonNode c, boolean named) {
        ObjectNode simulation = GoldenTrace.JSON.createObjectNode();
        simulation.put("localSteps", inputs.get("localSteps").asInt()).put("rounds", inputs.get("rounds").asInt());
        simulation.set("weights", inputs.get("weights"));
        if (named) {
            ObjectNode algorithm = GoldenTrace.object("{\"type\": \"tailopt\"}");
            algorithm.set("inner", optimizer(c.get("inner"), false));
            algorithm.set("outer", optimizer(c.get("outer"), false));
            simulation.set("algorithm", algorithm);
        } else {
            simulation.put("innerState", "reset");
            simulation.set("inner", optimizer(c.get("inner"), true));
            simulation.set("outer", optimizer(c.get("outer"), true));
        }
        ObjectNode trace = GoldenTrace.JSON.createObjectNode();
        trace.set("params", GoldenTrace.named(inputs.get("x0")));
        trace.set("simulation", simulation);
        trace.set("clientGradients", GoldenTrace.namedAt(3, inputs.get("grads")));
        if (inputs.has("sampled")) trace.set("participants", inputs.get("sampled"));
        JsonNode answer = GoldenTrace.play(trace);
        for (int r = 0; r < c.get("rounds").size(); r++) {
            JsonNode round = c.get("rounds").get(r);
            GoldenTrace.assertClose(round.get("x"), answer.at("/params/" + r + "/x"), "round " + r);
            // Every variant sends a model down and a displacement up, 8 bytes a number.
            int bytes = 8 * inputs.get("x0").size() * round.get("clients").size();
            assertEquals(bytes, answer.at("/traffic/" + r + "/up").asInt());
            assertEquals(bytes, answer.at("/traffic/" + r + "/down").asInt());
        }
    }

    /** @param complete whether the start of second moments is said, which tailopt takes as 0 */
    private static JsonNode optimizer(JsonNode golden, boolean complete) {
        ArrayNode chain = GoldenTrace.JSON.createArrayNode();
        ObjectNode last = GoldenTrace.JSON.createObjectNode();
        String kind = golden.get("kind").asText();
        if (kind.equals("biclip")) {
            chain.add(GoldenTrace.object("{\"type\": \"bi-clip\", \"upper\": " + schedule(golden, "u") + ", \"lower\": "
                    + schedule(golden, "d") + "}"));
        } else if (kind.equals("l2clip")) {
            chain.add(GoldenTrace.object("{\"type\": \"clip-global-norm\", \"maxNorm\": " + schedule(golden, "u") + "}"));
        }
        boolean adaptive = golden.has("beta1") || golden.has("beta2") || kind.equals("adagrad");
        last.put("type", adaptive ? kind : "sgd");
        last.set("lr", schedule(golden, "lr"));
        for (String name : new String[] {"beta1", "beta2", "eps"}) if (golden.has(name)) last.set(name, golden.get(name));
        if (golden.has("tau")) last.set("eps", golden.get("tau"));
        if (golden.has("bc")) last.set("biasCorrection", golden.get("bc"));
        if (adaptive && complete && golden.has("tau")) last.put("initialAccumulator", 0);
        chain.add(last);
        return chain.size() == 1 ? last : chain;
    }

    private static JsonNode schedule(JsonNode golden, String name) {
        double exponent = golden.path(name + "Exp").asDouble(0);
        if (exponent == 0) return golden.has(name) ? golden.get(name)
                : GoldenTrace.JSON.getNodeFactory().numberNode(name.equals("d") ? 0 : 1);
        return GoldenTrace.object("{\"type\": \"power\", \"base\": " + golden.get(name) + ", \"exponent\": " + exponent
                + "}");
    }
}
