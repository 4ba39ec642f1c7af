package org.gradus.optim.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Bound;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.LoraPair.Layout;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The other optimizers of pairs and matrices against transcriptions of their papers (src/test/python/lora.py, whose
 * docstring states the conventions), on two pairs of different layout, size and scale.
 */
class LoraBaselineGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("lora.json");

    static Stream<String> cases() {
        return StreamSupport.stream(GOLDEN.required("cases").spliterator(), false).map(c -> c.required("name").asText());
    }

    private static JsonNode named(String name) {
        for (JsonNode c : GOLDEN.required("cases")) {
            if (c.required("name").asText().equals(name)) return c;
        }
        throw new IllegalStateException(name);
    }

    private static List<LoraPair> pairs(JsonNode problem, DataType type) {
        List<LoraPair> pairs = new ArrayList<>();
        for (JsonNode p : problem.required("pairs")) {
            pairs.add(new LoraPair(p.required("name").asText(), Algebra.array(Golden.matrix(p.required("up")), type),
                    Algebra.array(Golden.matrix(p.required("down")), type), Layout.parse(p.required("layout").asText()),
                    p.required("scale").asDouble()));
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itFollowsTheTranscription(String name) {
        follow(name, DataType.DOUBLE, 2e-12);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void inFloat32ItFollowsToSinglePrecision(String name) {
        follow(name, DataType.FLOAT, 1e-3);
    }

    private static Bound bind(JsonNode c, List<LoraPair> pairs) {
        return Optimizers.read(Golden.value(c.required("optimizer"))).bind(tensors(pairs.stream()));
    }

    private static Tensors tensors(Stream<LoraPair> pairs) {
        return Tensors.of(pairs.toArray(LoraPair[]::new));
    }

    private static void follow(String name, DataType type, double tolerance) {
        JsonNode c = named(name);
        JsonNode problem = GOLDEN.required("problems").required(c.required("problem").asText());
        List<LoraPair> pairs = pairs(problem, type);
        Bound bound = bind(c, pairs);
        for (int t = 0; t < c.required("expected").size(); t++) {
            JsonNode ofProducts = problem.required("productGradients").get(t);
            bound.step(tensors(pairs.stream()
                    .map(p -> p.gradients(Algebra.array(Golden.matrix(ofProducts.required(p.name())), type)))));
            String where = name + ", step " + (t + 1);
            c.required("expected").get(t).fields().forEachRemaining(f -> {
                RealMatrix expected = Golden.matrix(f.getValue());
                RealMatrix actual = Algebra.matrix(bound.parameters().get(f.getKey()));
                double gap = Algebra.distance(actual, expected) / largest(expected);
                assertTrue(gap <= tolerance, where + ", " + f.getKey() + ": off by " + gap);
            });
        }
    }

    private static double largest(RealMatrix a) {
        return Math.max(Double.MIN_NORMAL, Algebra.distance(a, a.scalarMultiply(0)));
    }

    /** Would catch a frozen factor that decays or drifts. */
    @Test
    void loraFaLeavesDownToTheBit() {
        for (String name : List.of("lora-fa, defaults, full", "lora-fa, other decays and weight decay, full")) {
            JsonNode c = named(name);
            JsonNode problem = GOLDEN.required("problems").required("full");
            List<LoraPair> pairs = pairs(problem, DataType.FLOAT);
            List<LoraPair> before = pairs(problem, DataType.FLOAT);
            Bound bound = bind(c, pairs);
            for (int t = 0; t < 3; t++) bound.step(tensors(before.stream()));
            for (int i = 0; i < pairs.size(); i++) assertEquals(before.get(i).down(), pairs.get(i).down(), name);
        }
    }

    @Test
    void everyOptimizerOfPairsAndMatricesHasCases() {
        Set<String> covered = new HashSet<>(GOLDEN.required("cases").findValuesAsText("type"));
        assertEquals(Set.of("lora-plus", "lora-fa", "scaled-gd", "scaled-adam", "shampoo", "muon"), covered);
    }
}
