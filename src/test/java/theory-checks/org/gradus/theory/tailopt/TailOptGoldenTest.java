package org.gradus.theory.tailopt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gradus.theory.Golden;
import org.junit.jupiter.api.Test;

/** Bounds, constants and closed forms of TailOPT against numbers from an independent implementation. */
class TailOptGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("tailopt");

    @Test
    void bounds() {
        int checked = 0;
        for (JsonNode group : GOLDEN.get("bound_checks")) {
            for (JsonNode row : group.get("rows")) {
                Tail t = tail(group.get("problem"), row);
                String name = row.get("inequality").asText();
                TailBounds bounds = t.bounds();
                double right = switch (name.substring(0, 2)) {
                    case "T1" -> bounds.averaged();
                    case "T2" -> bounds.bi2Clip();
                    default -> bounds.adagrad();
                };
                Golden.close(name, row.get("rhs").doubleValue(), right, 1e-10);
                checked++;
            }
        }
        assertEquals(40, checked);
    }

    private static Tail tail(JsonNode problem, JsonNode row) {
        double[][] centers = new double[problem.get("centers").size()][];
        for (int m = 0; m < centers.length; m++) centers[m] = Golden.numbers(problem.get("centers").get(m));
        return new Tail(Golden.numbers(problem.get("w")), centers, Golden.numbers(problem.get("p")),
                problem.get("noiseScale").doubleValue(), 0, problem.get("nu").doubleValue(),
                problem.get("alpha").doubleValue(), row.get("inequality").asText().endsWith("L2Clip"),
                row.get("innerLr").doubleValue(), row.get("u").doubleValue(), row.get("d").doubleValue(),
                row.get("outerD").asDouble(0), row.get("outerLr").doubleValue(), row.get("tau").asDouble(0),
                problem.get("localSteps").intValue(), problem.get("rounds").intValue(), 0);
    }

    @Test
    void constants() {
        for (JsonNode c : GOLDEN.get("c_alpha")) {
            Golden.close("c", c.get("value").doubleValue(), ClipConstants.c(c.get("alpha").doubleValue()), 1e-12);
        }
        for (JsonNode c : GOLDEN.get("symmetric_pareto_second_moment")) {
            Golden.close("E BiClip(X)^2", c.get("value").doubleValue(), ClipConstants.paretoSecondMoment(
                    c.get("a").doubleValue(), c.get("u").doubleValue(), c.get("d").doubleValue()), 1e-12);
        }
    }

    /** After so many steps that what is left of the start cannot be seen. */
    @Test
    void stationaryScales() {
        for (JsonNode c : GOLDEN.get("stable_stationary")) {
            StableLaw.Noisy law = new StableLaw.Noisy(c.get("alpha").doubleValue(), c.get("noiseScale").doubleValue(),
                    c.get("lam").doubleValue(), c.get("eta").doubleValue(), c.get("N").intValue(), 1, 100_000, 0);
            Golden.close("scale", c.get("scale").doubleValue(), law.scale(), 1e-12);
        }
    }

    /** The file's fixed points are of 2e6 draws under noise without variance; ours is the root of an integral. */
    @Test
    void fixedPointsUnderSkewedNoise() {
        for (JsonNode c : GOLDEN.get("skewed_noise_fixed_point").get("values")) {
            assertEquals(c.get("x").doubleValue(), SkewedFixedPoint.fixedPoint(c.get("u").doubleValue()), 0.006);
        }
    }

    /** The options of every tuned method, and its median within what 15 of the file's 100 runs leave open. */
    @Test
    void tunedMethods() {
        Map<String, JsonNode> methods = new HashMap<>();
        for (JsonNode result : GOLDEN.get("synthetic_experiment").get("results")) {
            if (!result.get("problem").asText().equals("quad")) continue;
            methods.put(result.get("noise").asText(), result.get("methods"));
        }
        for (String method : List.of("FedAvg", "Avg-L2Clip", "Avg-BiClip", "Bi2Clip", "FedAdagrad", "RMSProp-BiClip",
                "Adam-BiClip", "OuterBiClip-SGD")) {
            JsonNode expected = methods.get("t1.5").get(method);
            Tuned tuned = Tuned.of("t1.5", method);
            assertEquals(expected.get("config").get("lr").doubleValue(), tuned.lr());
            assertEquals(expected.get("config").get("exp").doubleValue(), tuned.exponent());
            double median = Synthetic.median(Synthetic.gaps(tuned, 15, 0));
            assertEquals(0, Math.log(median / expected.get("median").doubleValue()), Math.log(1.6), method + ": " + median);
        }
    }
}
