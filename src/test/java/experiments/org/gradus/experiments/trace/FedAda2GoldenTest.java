package org.gradus.experiments.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All runs of golden/fedada2.json on listed gradients. */
class FedAda2GoldenTest {
    private static final JsonNode GOLDEN = GoldenTrace.golden("fedada2.json");

    @TestFactory
    Stream<DynamicTest> cases() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)));
    }

    private static void check(JsonNode c) {
        JsonNode inputs = GOLDEN.get("inputs");
        boolean costly = c.get("transmitServerSecondMoment").asBoolean();
        ObjectNode algorithm = GoldenTrace.object("{\"type\": \"" + (costly ? "costly-joint"
                : c.at("/client/opt").asText().startsWith("sm3") ? "fedada2-plus-plus" : "fedada2") + "\"}");
        algorithm.set("inner", client(c.get("client")));
        algorithm.set("outer", server(c.get("server")));
        ObjectNode simulation = GoldenTrace.JSON.createObjectNode();
        simulation.put("localSteps", inputs.get("localSteps").asInt()).put("rounds", inputs.get("rounds").asInt());
        simulation.set("weights", inputs.get("weights"));
        simulation.set("algorithm", algorithm);
        ObjectNode trace = GoldenTrace.JSON.createObjectNode();
        trace.set("params", GoldenTrace.named(inputs.get("x0")));
        trace.set("simulation", simulation);
        trace.set("clientGradients", GoldenTrace.namedAt(3, inputs.get("grads")));
        JsonNode answer = GoldenTrace.play(trace);
        String server = c.at("/server/opt").asText();
        for (int r = 0; r < c.get("rounds").size(); r++) {
            JsonNode round = c.get("rounds").get(r);
            GoldenTrace.assertClose(round.get("x"), answer.at("/params/" + r + "/x"), "round " + r);
            if (!round.get("v").isNull()) GoldenTrace.assertClose(round.get("v"), answer.at("/state/" + r)
                    .get(server + "/nu/x"), "v of round " + r);
            int bytes = 8 * 6 * 2;
            assertEquals(bytes, answer.at("/traffic/" + r + "/up").asInt());
            assertEquals(costly ? 2 * bytes : bytes, answer.at("/traffic/" + r + "/down").asInt());
        }
    }

    private static ObjectNode client(JsonNode c) {
        String opt = c.get("opt").asText();
        ObjectNode o = GoldenTrace.JSON.createObjectNode();
        o.put("type", opt.startsWith("sm3") ? "sm3" : opt);
        if (opt.startsWith("sm3")) o.put("variant", opt.equals("sm3adam") ? "adam" : opt.substring(3));
        for (String name : new String[] {"lr", "eps", "beta1", "beta2", "epsS"}) if (c.has(name)) o.set(name, c.get(name));
        if (c.has("z")) o.set("delay", c.get("z"));
        if (c.has("bc")) o.set("biasCorrection", c.get("bc"));
        // The file leaves zeros alone unless it says otherwise; the default of the rule is to refresh them.
        if (opt.equals("adagrad")) o.put("refreshZeros", c.path("refreshZeros").asBoolean(false));
        return o;
    }

    private static ObjectNode server(JsonNode s) {
        ObjectNode o = GoldenTrace.JSON.createObjectNode();
        o.put("type", s.get("opt").asText().replace("avg", "sgd"));
        for (String name : new String[] {"lr", "beta1", "beta2"}) if (s.has(name)) o.set(name, s.get(name));
        if (s.has("tau")) o.set("eps", s.get("tau"));
        if (s.has("bc")) o.set("biasCorrection", s.get("bc"));
        return o;
    }
}
