package org.gradus.optim.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Bound;
import org.gradus.optim.Fixture;
import org.gradus.optim.NonFiniteGradient;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Parameter;
import org.gradus.optim.Route;
import org.gradus.optim.State;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.cuda.Device;
import org.gradus.optim.cuda.DeviceBound;
import org.gradus.optim.cuda.EmulatedDriver;
import org.gradus.optim.cuda.Emulator;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.LoraPair.Layout;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** LoRA-RITE with its products on an emulated card, beside golden trajectories and the host's step. */
class RiteBatchTest {
    /** Of the options on which the golden cases differ, those that stay on the host. */
    private static final List<String> HOST_ONLY = List.of("capRms", "secondOrderGuard", "balance", "regauge");

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsACompiler() {
        assumeTrue(Emulator.available(), "no g++ on the path: the generated CUDA C is not run");
    }

    private static boolean runsOnCards(JsonNode c) {
        return HOST_ONLY.stream().allMatch(option -> {
            JsonNode value = c.required("config").path(option);
            return value.isMissingNode() || value.asText().equals("false") || value.asDouble() == 0 && !value.asBoolean();
        });
    }

    /** Would catch a wrong product, a transposed factor or a moment in the wrong basis. */
    @Test
    void itFollowsTheGoldenTrajectories() {
        int followed = 0;
        try (Device device = EmulatedDriver.card()) {
            for (Map.Entry<String, JsonNode> entry : Golden.RITE.required("cases").properties()) {
                if (!runsOnCards(entry.getValue())) continue;
                for (Layout layout : Layout.values()) follow(device, entry.getKey(), entry.getValue(), layout);
                followed++;
            }
        }
        assertTrue(followed >= 5, followed + " cases");
    }

    private static void follow(Device device, String name, JsonNode c, Layout layout) {
        Factors start = Golden.factors(c);
        RealMatrix b = layout == Layout.PEFT ? start.b().transpose() : start.b();
        INDArray up = Algebra.array(start.a(), DataType.DOUBLE);
        LoraPair pair = new LoraPair("q0", up, Algebra.array(b, DataType.DOUBLE), layout, 1);
        double tolerance = name.equals("official_zero_A") ? 1e-10 : 1e-12;
        try (DeviceBound bound = device.bind(Optimizers.read(GoldenCase.options(c)), Tensors.of(pair))) {
            int t = 0;
            for (JsonNode step : c.required("steps")) {
                RealMatrix gradient = GoldenCase.gradient(c, t++, z(pair));
                bound.step(Tensors.of(pair.gradients(Algebra.array(gradient, DataType.DOUBLE))));
                bound.download();
                String where = name + ", " + layout + ", step " + t;
                RealMatrix a = Golden.matrix(step.required("A"));
                assertEquals(0, Algebra.distance(z(pair), Golden.matrix(step.required("Z"))), tolerance, where + ", Z");
                assertEquals(0, Algebra.distance(Algebra.matrix(pair.up()), a), tolerance, where + ", A");
            }
        }
    }

    private static RealMatrix z(LoraPair pair) {
        RealMatrix down = Algebra.matrix(pair.down());
        return Algebra.matrix(pair.up()).multiply(pair.layout() == Layout.PEFT ? down : down.transpose());
    }

    private static final int[][] SIZES = {{40, 9, 2}, {33, 70, 5}, {300, 17, 3}};

    private static Tensors model(DataType type, long seed, boolean zeroUp) {
        List<LoraPair> pairs = new ArrayList<>();
        for (int i = 0; i < SIZES.length; i++) {
            int[] s = SIZES[i];
            INDArray up = Fixture.array(type, seed + 10 * i, s[0], s[2]);
            pairs.add(LoraPair.peft("q" + i, zeroUp ? up.muli(0) : up, Fixture.array(type, seed + 10 * i + 1, s[2], s[1])));
        }
        return Tensors.of(pairs.toArray(new LoraPair[0])).with("head", Fixture.array(type, seed + 99, 7));
    }

    private static Tensors gradients(DataType type, long seed) {
        Tensors drawn = model(type, seed, false);
        Map<String, INDArray> map = new LinkedHashMap<>();
        drawn.forEach(map::put);
        return Tensors.of(map);
    }

    /** Several pairs of several ranks beside other parameters, from a factor that is zero, for some steps. */
    @Test
    void itAgreesWithTheHostsStep() {
        for (String preset : List.of("toolkit", "official", "paper-ema")) {
            Optimizer rite = Optimizers.read("lora-rite(lr=0.01, preset=" + preset + ")");
            Optimizer optimizer = Route.when("lora", Parameter.pairs(), rite).otherwise(Optimizers.read("adamw"));
            for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
                for (boolean zero : new boolean[] {false, true}) agree(optimizer, type, zero, preset);
            }
        }
    }

    private static void agree(Optimizer optimizer, DataType type, boolean zero, String preset) {
        double tolerance = type == DataType.DOUBLE ? 1e-11 : 2e-4;
        try (Device device = EmulatedDriver.card(); DeviceBound card = device.bind(optimizer, model(type, 1, zero))) {
            Bound host = optimizer.bind(model(type, 1, zero));
            for (int step = 0; step < 4; step++) {
                host.step(gradients(type, 1000 + 100 * step));
                card.step(gradients(type, 1000 + 100 * step));
            }
            card.download();
            Fixture.assertClose(Fixture.doubles(host.parameters()), Fixture.doubles(card.parameters().host()), tolerance,
                    preset + ", " + type + ", zero " + zero);
            assertEquals(host.state().scalars(), card.state().scalars(), "counters");
        }
    }

    /** Would catch moments or bases that stay on the card, or small matrices that never reach the state. */
    @Test
    void aStateSavedOnTheCardGoesOnOnTheHost() {
        Optimizer optimizer = Optimizers.read("lora-rite(lr=0.01)");
        Tensors start = pairs(1);
        try (Device device = EmulatedDriver.card(); DeviceBound card = device.bind(optimizer, start)) {
            card.step(pairs(1000));
            card.save(folder.resolve("state.safetensors"));
            card.parameters().download();
            Bound host = optimizer.bind(start.copy(), State.load(folder.resolve("state.safetensors")));
            for (int step = 0; step < 2; step++) {
                host.step(pairs(1100 + 100 * step));
                card.step(pairs(1100 + 100 * step));
            }
            card.download();
            assertEquals(3, host.state().step());
            Fixture.assertClose(Fixture.doubles(host.parameters()), Fixture.doubles(start), 1e-11, "parameters");
            Tensors state = card.state().arrays();
            Fixture.assertClose(Fixture.doubles(host.state().arrays()), Fixture.doubles(state), 1e-10, "state");
        }
    }

    /** The pairs of the model alone. */
    private static Tensors pairs(long seed) {
        return Tensors.of(model(DataType.DOUBLE, seed, false).pairs().toArray(new LoraPair[0]));
    }

    @Test
    void whatIsNotFiniteAndWhatStaysOnTheHostIsRefused() {
        Optimizer optimizer =
                Route.when("lora", Parameter.pairs(), Optimizers.read("lora-rite")).otherwise(Optimizers.read("adamw"));
        Tensors start = model(DataType.FLOAT, 1, false);
        try (Device device = EmulatedDriver.card(); DeviceBound card = device.bind(optimizer, start)) {
            Map<String, double[]> before = Fixture.doubles(model(DataType.FLOAT, 1, false));
            Tensors bad = gradients(DataType.FLOAT, 5);
            bad.get("q1.down").putScalar(3, Double.NaN);
            NonFiniteGradient e = assertThrows(NonFiniteGradient.class, () -> card.step(bad));
            assertTrue(e.getMessage().startsWith("gradient of 'q1.down' is NaN at element 3"), e.getMessage());
            card.download();
            Fixture.assertSameBits(before, Fixture.doubles(card.parameters().host()), "after NaN");
            for (String option : List.of("capRms=1", "secondOrderGuard=1", "balance=true", "regauge=2")) {
                Optimizer other = Optimizers.read("lora-rite(" + option + ")");
                Tensors pairs = Tensors.of(model(DataType.FLOAT, 1, false).pairs().toArray(new LoraPair[0]));
                InvalidInput refused = assertThrows(InvalidInput.class, () -> device.bind(other, pairs));
                assertTrue(refused.getMessage().startsWith("lora-rite on a card takes no"), refused.getMessage());
            }
        }
    }
}
