package org.gradus.experiments.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * All runs of golden/local-sgd.json: outer optimizers on listed displacements and on noisy quadratics, and other algorithms.
 */
class LocalSgdGoldenTest {
    private static final JsonNode GOLDEN = GoldenTrace.golden("local-sgd.json");
    /** Which golden field the method broadcasts next, and which it returns. */
    private static final Map<String, String> RETURNED = Map.of("accelerated", "u", "bmuf", "theta", "fedAc", "w_ag");
    private static final Map<String, String> BROADCAST = Map.of("scheduleFree", "y", "bmuf", "next");

    @TestFactory
    Stream<DynamicTest> cases() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(c.get("id").asText(), () -> check(c)));
    }

    private static void check(JsonNode c) {
        String optimizer = c.get("optimizer").asText();
        JsonNode answer = GoldenTrace.play(c.get("kind").asText().equals("outerOnly") ? outer(c) : simulation(c));
        JsonNode rounds = c.get("rounds");
        assertEquals(rounds.size(), answer.get("params").size());
        String returned = RETURNED.getOrDefault(optimizer, "x");
        for (int r = 0; r < rounds.size(); r++) {
            GoldenTrace.assertClose(rounds.get(r).get(returned), answer.at("/params/" + r + "/x"), "params, round " + r);
            if (rounds.get(r).has("start")) GoldenTrace.assertClose(rounds.get(r).get("start"),
                    answer.at("/start/" + r + "/x"), "start, round " + r);
            String broadcast = BROADCAST.getOrDefault(optimizer, "x");
            boolean next = r + 1 < rounds.size() && rounds.get(r).has(broadcast) && !optimizer.equals("fedAc");
            if (next) GoldenTrace.assertClose(rounds.get(r).get(broadcast), answer.at("/start/" + (r + 1) + "/x"),
                    "broadcast after round " + r);
            checkState(optimizer, rounds.get(r), answer.at("/state/" + r), r);
        }
    }

    /**
     * States by the names of this project; buffers of the outer gradient have the opposite sign of those of displacements.
     */
    private static void checkState(String optimizer, JsonNode round, JsonNode state, int r) {
        String where = "state, round " + r;
        switch (optimizer) {
            case "heavyBall" -> GoldenTrace.assertClose(round.get("x_prev"), state.get("heavy-ball/previous/x"), where);
            case "nesterov" -> GoldenTrace.assertClose(round.get("b"), state.get("nesterov/buffer/x"), where);
            case "accelerated" -> GoldenTrace.assertClose(round.get("z"), state.get("accelerated/z/x"), where);
            case "scheduleFree" -> GoldenTrace.assertClose(round.get("z"), state.get("schedule-free/z/x"), where);
            case "adam", "adagrad", "yogi" -> GoldenTrace.assertClose(round.get("v"), state.get(optimizer + "/nu/x"), where);
            case "slowMo" -> GoldenTrace.assertClose(round.get("u"), state.get("slow-mo/u/x"), where);
            case "bmuf" -> GoldenTrace.assertClose(round.get("blockDelta"), state.get("bmuf/blockDelta/x"), where);
            case "scaffold" -> GoldenTrace.assertClose(round.get("c"), state.get("controlVariate/x"), where);
            case "mimeSgdm", "mimeLiteSgdm" -> GoldenTrace.assertClose(round.get("m"), state.get("momentum/x"), where);
            default -> { }
        }
    }

    private static ObjectNode outer(JsonNode c) {
        ObjectNode trace = GoldenTrace.JSON.createObjectNode();
        trace.set("params", GoldenTrace.named(c.get("x0")));
        trace.set("outer", optimizer(c));
        trace.set("deltas", GoldenTrace.namedAt(1, c.get("deltas")));
        return trace;
    }

    private static ObjectNode optimizer(JsonNode c) {
        JsonNode p = c.get("params");
        ObjectNode o = GoldenTrace.JSON.createObjectNode();
        String type = c.get("optimizer").asText();
        o.put("type", type.replaceAll("([A-Z])", "-$1").toLowerCase());
        p.fields().forEachRemaining(f -> {
            String name = switch (f.getKey()) {
                case "gamma", "blockLr", "alpha" -> "lr";
                case "mu", "blockMomentum" -> "momentum";
                case "beta" -> type.equals("slowMo") ? "momentum" : "beta1";
                case "tau" -> "eps";
                case "v0" -> "initialAccumulator";
                case "etaLocal" -> "innerLr";
                default -> f.getKey();
            };
            o.set(name, f.getValue());
        });
        return o;
    }

    private static ObjectNode simulation(JsonNode c) {
        JsonNode problem = GOLDEN.get("problems").get(c.get("problem").asText());
        ObjectNode simulation = GoldenTrace.JSON.createObjectNode();
        simulation.put("localSteps", 2).put("rounds", 3);
        if (c.get("kind").asText().equals("baseline")) {
            simulation.set("algorithm", algorithm(c));
        } else {
            simulation.set("inner", GoldenTrace.object("{\"type\": \"sgd\", \"lr\": " + c.get("eta") + "}"));
            simulation.set("outer", optimizer(c));
        }
        ObjectNode quadratics = GoldenTrace.JSON.createObjectNode();
        quadratics.set("Q", problem.get("Q"));
        quadratics.set("c", problem.get("c"));
        quadratics.set("noise", problem.get("noise"));
        ObjectNode trace = GoldenTrace.JSON.createObjectNode();
        trace.set("params", GoldenTrace.named(problem.get("x0")));
        trace.set("simulation", simulation);
        trace.set("clientQuadratics", quadratics);
        return trace;
    }

    private static ObjectNode algorithm(JsonNode c) {
        JsonNode p = c.get("params");
        String inner = "\"inner\": {\"type\": \"sgd\", \"lr\": " + c.path("eta") + "}";
        return GoldenTrace.object(switch (c.get("optimizer").asText()) {
            case "minibatchSgd" -> "{\"type\": \"minibatch-sgd\", \"lr\": " + p.get("lr") + "}";
            case "scaffold" -> "{\"type\": \"scaffold\", " + inner + ", \"outerLr\": " + p.get("etaG") + "}";
            case "fedProx" -> "{\"type\": \"fedprox\", " + inner + ", \"rho\": " + p.get("rho") + ", \"outerLr\": "
                    + p.get("gamma") + "}";
            case "fedAc" -> "{\"type\": \"fedac\", \"lr\": " + c.get("eta") + ", \"gammaAc\": " + p.get("gammaAc")
                    + ", \"alpha\": "
                    + p.get("alpha") + ", \"beta\": " + p.get("beta") + "}";
            case "mimeSgdm" -> "{\"type\": \"mime\", " + inner + ", \"momentum\": " + p.get("beta") + "}";
            case "mimeLiteSgdm" -> "{\"type\": \"mime-lite\", " + inner + ", \"momentum\": " + p.get("beta") + "}";
            default -> throw new IllegalArgumentException(c.get("optimizer").asText());
        });
    }
}
