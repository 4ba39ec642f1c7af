package org.gradus.optim.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
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

/**
 * How far one step of the product depends on the gauge of its factors, for every optimizer and kind of gauge:
 * ||dZ(R) - dZ(I)|| / ||dZ(I)||. Which of them are invariant, and which are not and by how much, is golden.
 */
class GaugeTableTest {
    private static final JsonNode GOLDEN = Golden.RITE.required("one_step_gauge_violation");
    private static final Factors START = new Factors(Golden.input("A0"), Golden.input("B0"));
    /** Gram matrices square the condition number of the gradient, about 1e3 here. */
    private static final double ROUNDING_OF_SHAMPOO = 2e-10;
    /** Without eps Adam's first step is the sign of the gradient, Shampoo's its polar factor. */
    private static final Map<String, Map<String, Object>> OPTIMIZERS = Map.of(
            "GD", Map.of("type", "sgd", "lr", 0.1),
            "Adam_eps0", Map.of("type", "adam", "lr", 0.1, "eps", 0),
            "LoRAplus_x4", Map.of("type", "lora-plus", "lr", 0.4, "lrRatio", 0.25, "eps", 0),
            "LAMB_eps0", Map.of("type", "lamb", "lr", 0.1, "eps", 0),
            "ScaledGD", Map.of("type", "scaled-gd", "lr", 0.5, "damping", 0),
            "ScaledAdam_eps0", Map.of("type", "scaled-adam", "lr", 0.1, "eps", 0, "damping", 0),
            "Shampoo_or_Muon_first_step", Map.of("type", "shampoo", "lr", 0.1, "eps", 1e-16, "momentum", 0, "every", 1),
            "LoRA_RITE", Map.of("type", "lora-rite", "lr", 0.1));

    static Stream<Arguments> table() {
        List<Arguments> all = new ArrayList<>();
        OPTIMIZERS.forEach((name, optimizer) -> {
            for (Layout layout : Layout.values()) all.add(Arguments.of(name, optimizer, layout));
        });
        return all.stream();
    }

    private static double violation(Object optimizer, Layout layout, RealMatrix r) {
        RealMatrix here = step(optimizer, layout, START);
        return Algebra.gap(step(optimizer, layout, START.gauged(r)), here);
    }

    private static RealMatrix step(Object optimizer, Layout layout, Factors start) {
        RealMatrix z = start.product();
        PairRun run = new PairRun(optimizer, layout, DataType.DOUBLE, 1, List.of(start));
        return run.step(START.product().subtract(Golden.input("T")).scalarMultiply(0.1)).z().subtract(z);
    }

    @ParameterizedTest
    @MethodSource("table")
    void aRowOfTheTable(String name, Map<String, Object> optimizer, Layout layout) {
        JsonNode row = GOLDEN.required("relative_change_of_delta_Z_after_one_step").required(name);
        GOLDEN.required("R").fields().forEachRemaining(gauge -> {
            double expected = row.required(gauge.getKey()).asDouble();
            double actual = violation(optimizer, layout, Golden.matrix(gauge.getValue()));
            double tolerance = expected < 1e-13 ? 1e-13 : 1e-10;
            if (optimizer.get("type").equals("shampoo")) tolerance = ROUNDING_OF_SHAMPOO;
            assertEquals(expected, actual, tolerance, name + ", " + gauge.getKey());
        });
    }

    /** Muon's steps have another length per factor, but the same pattern: rotations do not matter, all else does. */
    @Test
    void muonKnowsEverythingButRotations() {
        Map<String, Object> muon = Map.of("type", "muon", "lr", 0.1);
        GOLDEN.required("R").fields().forEachRemaining(gauge -> {
            double violation = violation(muon, Layout.ABT, Golden.matrix(gauge.getValue()));
            boolean rotation = gauge.getKey().equals("signed_perm") || gauge.getKey().equals("rotation07");
            assertTrue(rotation ? violation < 1e-12 : violation > 0.1, gauge.getKey() + ": " + violation);
        });
    }

    /** Damping is not covariant: it tells gauges apart. */
    @Test
    void dampingBreaksTheInvarianceOfScaledGd() {
        Map<String, Object> damped = Map.of("type", "scaled-gd", "lr", 0.5, "damping", 0.1);
        GOLDEN.required("R").fields().forEachRemaining(gauge -> {
            double violation = violation(damped, Layout.PEFT, Golden.matrix(gauge.getValue()));
            boolean rotation = gauge.getKey().equals("signed_perm") || gauge.getKey().equals("rotation07");
            assertTrue(rotation ? violation < 1e-12 : violation > 1e-3, gauge.getKey() + ": " + violation);
        });
    }
}
