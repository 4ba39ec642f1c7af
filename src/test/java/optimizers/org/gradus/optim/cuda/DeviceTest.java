package org.gradus.optim.cuda;

import static org.gradus.optim.Fixture.assertSameBits;
import static org.gradus.optim.Fixture.everything;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.optim.Bound;
import org.gradus.optim.Fixture;
import org.gradus.optim.GoldenTest;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The contract of every card on the real one, where there is one: {@code mvn verify -Pcuda}. */
class DeviceTest extends CardContract {
    @BeforeAll
    static void needsACard() {
        try (Device device = Device.open(0)) {
            System.err.println("tests run on " + device.name());
        } catch (InvalidInput e) {
            assumeTrue(false, e.getMessage());
        }
    }

    @Override
    Device open() {
        return Device.open(0);
    }

    /** Every golden trajectory, which the CPU follows ({@link GoldenTest}): the card has the CPU's bits after each step. */
    @Test
    void everyGoldenTrajectoryHasTheBitsOfTheCpu() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Path> files;
        try (Stream<Path> list = Files.list(GoldenTest.FOLDER)) {
            files = list.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
        try (Device device = open()) {
            for (Path file : files) {
                for (JsonNode c : json.readTree(file.toFile()).get("cases")) {
                    DataType type = c.get("dtype").asText().equals("float64") ? DataType.DOUBLE : DataType.FLOAT;
                    Optimizer optimizer = Optimizers.read(json.convertValue(c.get("optimizer"), Object.class));
                    Bound cpu = optimizer.bind(GoldenTest.tensors(c.get("params"), type));
                    try (DeviceBound card = device.bind(optimizer, GoldenTest.tensors(c.get("params"), type))) {
                        for (JsonNode gradients : c.get("gradients")) {
                            cpu.step(GoldenTest.tensors(gradients, type));
                            card.step(GoldenTest.tensors(gradients, type));
                            assertSameBits(everything(cpu), everythingOn(card), file.getFileName() + ": " + c.get("name"));
                        }
                    }
                }
            }
        }
    }

    /** Would catch blocks that race, or a sum that depends on when they end: many blocks, twice, and on the CPU. */
    @Test
    void largeTensorsGiveTheSameBitsEachTime() {
        Optimizer optimizer = Fixture.composed();
        Bound cpu = optimizer.bind(large(1));
        try (Device device = open(); DeviceBound first = device.bind(optimizer, large(1));
                DeviceBound second = device.bind(optimizer, large(1))) {
            for (int step = 0; step < 3; step++) {
                cpu.step(large(10 + step));
                first.step(large(10 + step));
                second.step(large(10 + step));
            }
            Map<String, double[]> once = everythingOn(first);
            assertSameBits(once, everythingOn(second), "again");
            assertSameBits(everything(cpu), once, "CPU");
        }
    }

    private static Tensors large(long seed) {
        return Tensors.of("W", Fixture.array(DataType.FLOAT, seed, 1500, 1001),
                "b", Fixture.array(DataType.FLOAT, seed + 1, 300_007));
    }

    /** Would catch a failed allocation that keeps what came before it. */
    @Test
    void aModelThatIsTooLargeIsRefusedAndLeavesRoom() {
        try (Device device = open()) {
            Driver driver = device.driver();
            try (Holdings holdings = new Holdings(driver)) {
                assertThrows(CudaFailure.class, () -> holdings.allocate(1L << 50));
            }
            try (DeviceBound bound = device.bind(Optimizers.read("adamw"), tensors(DataType.FLOAT, 1))) {
                bound.step(tensors(DataType.FLOAT, 2));
                assertEquals(1, bound.state().step());
            }
        }
    }
}
