package org.gradus.optim.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.tensor.LoraPair.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Every case of the golden file, in both layouts: factors, products and the state in its basis-free form. */
class LoraRiteGoldenTest {
    static Stream<Arguments> everyCase() {
        List<Arguments> all = new ArrayList<>();
        Golden.RITE.required("cases").fieldNames().forEachRemaining(name -> {
            for (Layout layout : Layout.values()) all.add(Arguments.of(name, layout));
        });
        return all.stream();
    }

    private static PairRun run(JsonNode c, Layout layout, DataType type) {
        return new PairRun(GoldenCase.options(c), layout, type, 1, List.of(Golden.factors(c)));
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void itFollowsTheGoldenTrajectory(String name, Layout layout) {
        JsonNode c = Golden.RITE.required("cases").required(name);
        double tolerance = name.equals("official_zero_A") ? 1e-10 : 1e-12;
        PairRun run = run(c, layout, DataType.DOUBLE);
        int t = 0;
        for (JsonNode step : c.required("steps")) {
            String where = name + ", step " + (t + 1);
            if (step.has("loss_before")) {
                assertEquals(step.required("loss_before").asDouble(), loss(run.z()), 1e-10, where);
            }
            run.step(GoldenCase.gradient(c, t++, run.z()));
            assertClose(step.required("A"), run.a(0), tolerance, where + ", A");
            assertClose(step.required("B"), run.b(0), tolerance, where + ", B");
            assertClose(step.required("Z"), run.z(), tolerance, where + ", Z");
            state(step, run, tolerance, where);
        }
    }

    private static double loss(RealMatrix z) {
        return 0.5 * Math.pow(Algebra.norm(z.subtract(Golden.input("T"))), 2);
    }

    /** M and V are compared as functions on the spaces, since their bases may be chosen freely. */
    private static void state(JsonNode step, PairRun run, double steps, String where) {
        double tolerance = 30 * steps;
        RealMatrix up = run.tallState("basis", "up");
        RealMatrix down = run.tallState("basis", "down");
        RealMatrix muUp = run.tallState("mu", "up").multiply(down.transpose());
        RealMatrix muDown = run.tallState("mu", "down").multiply(up.transpose());
        assertClose(step.required("Mhat_A"), muUp, tolerance, where + ", M of A");
        assertClose(step.required("Mhat_B"), muDown, tolerance, where + ", M of B");
        RealMatrix nuUp = run.nu("up");
        RealMatrix nuDown = run.nu("down");
        assertClose(step.required("Vhat_A"), down.multiply(nuUp).multiply(down.transpose()), tolerance, where + ", V of A");
        assertClose(step.required("Vhat_B"), up.multiply(nuDown).multiply(up.transpose()), tolerance, where + ", V of B");
        assertArrayEquals(ascending(step.required("eig_V_A")), ascending(nuUp), tolerance, where);
        assertArrayEquals(ascending(step.required("eig_V_B")), ascending(nuDown), tolerance, where);
        assertEquals(step.required("rho_A").asDouble(), run.rho("up"), tolerance, where + ", rho of A");
        assertEquals(step.required("rho_B").asDouble(), run.rho("down"), tolerance, where + ", rho of B");
    }

    private static double[] ascending(JsonNode values) {
        double[] all = new double[values.size()];
        for (int i = 0; i < all.length; i++) all[i] = values.get(i).asDouble();
        Arrays.sort(all);
        return all;
    }

    private static double[] ascending(RealMatrix symmetric) {
        double[] all = Algebra.eigenvalues(symmetric);
        Arrays.sort(all);
        return all;
    }

    private static void assertClose(JsonNode expected, RealMatrix actual, double tolerance, String where) {
        assertEquals(0, Algebra.distance(actual, Golden.matrix(expected)), tolerance, where);
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void inFloat32ItFollowsToSinglePrecision(String name, Layout layout) {
        JsonNode c = Golden.RITE.required("cases").required(name);
        PairRun run = run(c, layout, DataType.FLOAT);
        int t = 0;
        for (JsonNode step : c.required("steps")) {
            run.step(GoldenCase.gradient(c, t++, run.z()));
            RealMatrix z = Golden.matrix(step.required("Z"));
            assertTrue(Algebra.gap(run.z(), z) < 2e-5, name + ", step " + t + ": " + Algebra.gap(run.z(), z));
        }
    }

    /** Would catch a preset whose defaults differ from the table that the cases were made with. */
    @Test
    void thePresetsAreTheOptionsOfTheirCases() {
        Map<String, String> presets = Map.of("paper_sum", "paper", "paper_ema", "paper-ema", "official", "official",
                "toolkit_quadratic", "toolkit");
        presets.forEach((name, preset) -> {
            JsonNode c = Golden.RITE.required("cases").required(name);
            Map<String, Object> options = new LinkedHashMap<>(Map.of("type", "lora-rite", "preset", preset));
            options.put("lr", c.required("config").required("lr").asDouble());
            PairRun run = PairRun.of(options, Golden.factors(c));
            int t = 0;
            for (JsonNode step : c.required("steps")) {
                run.step(GoldenCase.gradient(c, t++, run.z()));
                assertClose(step.required("Z"), run.z(), 1e-12, preset + ", step " + t);
            }
        });
    }

    /** In steps 1 and 3 the norm is above 1. */
    @Test
    void clippingIsCounted() {
        JsonNode c = Golden.RITE.required("cases").required("official");
        PairRun run = run(c, Layout.ABT, DataType.DOUBLE);
        double[] counts = new double[3];
        for (int t = 0; t < 3; t++) {
            run.step(GoldenCase.gradient(c, t, run.z()));
            counts[t] = run.count("clipped");
        }
        assertArrayEquals(new double[] {1, 1, 2}, counts);
    }
}
