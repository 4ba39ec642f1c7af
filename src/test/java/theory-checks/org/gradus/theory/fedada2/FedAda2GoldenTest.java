package org.gradus.theory.fedada2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.Golden;
import org.junit.jupiter.api.Test;

/** Bounds and points of rest of FedAda2 against numbers from an independent implementation. */
class FedAda2GoldenTest {
    private static final JsonNode GOLDEN = Golden.read("fedada2");

    /** Both sides: gradients are exact, so the measured one has a value, too. F1 is of one client that has the mean loss. */
    @Test
    void bounds() {
        JsonNode problem = GOLDEN.get("bound_checks").get("problem");
        int checked = 0;
        for (JsonNode check : GOLDEN.get("bound_checks").get("checks")) {
            String bound = check.get("bound").asText();
            if (bound.equals("stall")) continue;
            boolean equal = bound.equals("F1");
            Adaptive a = adaptive(problem, check);
            Golden.close(bound, check.get("rhs").doubleValue(),
                    equal ? IdenticalClients.bound(a) : DifferentClients.bound(a, DifferentClients.bias(a)), 1e-10);
            if (!equal) {
                double mean = Arrays.stream(a.squaredGradients(Sgd.of(1))).average().orElseThrow();
                Golden.close("mean |grad F|^2", check.get("meanGradSq").doubleValue(), mean, 1e-6);
            }
            checked++;
        }
        assertEquals(6, checked);
    }

    private static Adaptive adaptive(JsonNode problem, JsonNode check) {
        double[][] centers = new double[problem.get("centers").size()][];
        for (int m = 0; m < centers.length; m++) centers[m] = Golden.numbers(problem.get("centers").get(m));
        return new Adaptive(Golden.numbers(problem.get("weights_w")), centers, Golden.numbers(problem.get("p")), 0,
                check.get("etaL").doubleValue(), check.get("eps").doubleValue(), check.get("eta").doubleValue(),
                check.path("tau").asDouble(0), check.get("K").intValue(), check.get("T").intValue());
    }

    @Test
    void displacementsUnderAConstantGradient() {
        for (JsonNode c : GOLDEN.get("constant_gradient_delta")) {
            ConstantGradient.Line line = new ConstantGradient.Line(new double[] {c.get("g").doubleValue()},
                    c.get("lr").doubleValue(), c.get("K").intValue());
            assertEquals(0, c.get("eps").doubleValue());
            Golden.close("Delta", c.get("delta").doubleValue(), line.displacement(Matrix.adagrad(line.rate()))[0], 1e-12);
            Golden.close("its length", Math.abs(c.get("delta").doubleValue()), line.length(), 1e-12);
        }
    }

    @Test
    void pointsOfRest() {
        for (JsonNode c : GOLDEN.get("three_client_bias").get("values")) {
            Golden.close("fixed point", c.get("fixedPoint").doubleValue(), ThreeClients.root(c.get("eps").doubleValue()),
                    1e-9);
        }
    }
}
