package org.gradus.optim.cuda;

import static org.gradus.optim.Fixture.tensors;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.gradus.optim.Fixture;
import org.gradus.optim.Frozen;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Parameter;
import org.gradus.optim.Route;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Memory of the card is given back, once, whatever happens; it needs no card. */
class DeviceMemoryTest {
    private static final List<Optimizer> OPTIMIZERS =
            List.of(Optimizers.read("adamw"), Optimizers.read("lamb"), Optimizers.read("sm3"), Fixture.composed());

    @Test
    void nothingIsLeftWhenItIsClosed() {
        for (Optimizer optimizer : OPTIMIZERS) {
            StubDriver driver = new StubDriver();
            Device device = new Device(driver);
            DeviceBound bound = device.bind(optimizer, tensors(DataType.FLOAT, 1));
            for (int step = 0; step < 3; step++) bound.step(tensors(DataType.FLOAT, 2));
            assertTrue(driver.held() > 0);
            bound.close();
            bound.close();
            assertEquals(0, driver.held(), optimizer.toString());
            device.bind(optimizer, tensors(DataType.DOUBLE, 1));
            device.close();
            device.close();
            assertEquals(0, driver.held(), "closed with the device");
            assertTrue(driver.closed);
        }
    }

    /** Would catch memory that a step or a view takes anew each time. */
    @Test
    void stepsAndViewsTakeNoMoreMemory() {
        StubDriver driver = new StubDriver();
        Optimizer optimizer = Route.when("frozen", Parameter.named("b"), Frozen.frozen())
                .otherwise(Optimizers.read("schedule-free(lr=0.1)"));
        try (Device device = new Device(driver); DeviceBound bound = device.bind(optimizer, tensors(DataType.FLOAT, 1))) {
            bound.step(tensors(DataType.FLOAT, 2));
            bound.evaluationView().close();
            int held = driver.held();
            for (int step = 0; step < 3; step++) {
                bound.step(tensors(DataType.FLOAT, 3 + step));
                bound.evaluationView().close();
            }
            assertEquals(held, driver.held());
        }
    }

    @Test
    void memoryIsGivenBackOnce() {
        StubDriver driver = new StubDriver();
        DeviceMemory memory = new DeviceMemory(driver, 100);
        memory.close();
        assertThrows(IllegalStateException.class, memory::close);
        assertThrows(IllegalStateException.class, memory::address);
    }

    /** Each allocation of a binding fails once: those before it are given back, the host's arrays are as they were. */
    @Test
    void anAllocationThatFailsLeavesAllWhole() {
        for (Optimizer optimizer : OPTIMIZERS) {
            StubDriver counting = new StubDriver();
            new Device(counting).bind(optimizer, tensors(DataType.FLOAT, 1));
            for (int failing = 1; failing <= counting.allocations; failing++) {
                StubDriver driver = new StubDriver();
                driver.failing = failing;
                Tensors parameters = tensors(DataType.FLOAT, 1);
                Map<String, double[]> before = Fixture.doubles(parameters);
                try (Device device = new Device(driver)) {
                    CudaFailure e = assertThrows(CudaFailure.class, () -> device.bind(optimizer, parameters));
                    assertEquals("the card is full", e.getMessage());
                    assertEquals(0, driver.held(), optimizer + ", allocation " + failing);
                    Fixture.assertSameBits(before, Fixture.doubles(parameters), "parameters");
                    device.bind(optimizer, parameters).step(tensors(DataType.FLOAT, 2));
                }
                assertEquals(0, driver.held());
            }
        }
    }

    /** The same for the products of pairs, which take memory of their own. */
    @Test
    void pairsGiveTheirMemoryBack() {
        Optimizer optimizer = Optimizers.read("lora-rite");
        StubDriver counting = new StubDriver();
        try (Device device = new Device(counting)) {
            DeviceBound bound = device.bind(optimizer, pairs());
            bound.step(pairs());
            int held = counting.held();
            bound.step(pairs());
            assertEquals(held, counting.held());
        }
        assertEquals(0, counting.held());
        for (int failing = 1; failing <= 6 + 4; failing++) {
            StubDriver driver = new StubDriver();
            driver.failing = failing;
            try (Device device = new Device(driver)) {
                assertThrows(CudaFailure.class, () -> device.bind(optimizer, pairs()));
                assertEquals(0, driver.held(), "allocation " + failing);
                device.bind(optimizer, pairs()).step(pairs());
            }
            assertEquals(0, driver.held());
        }
    }

    private static Tensors pairs() {
        INDArray up = Fixture.array(DataType.FLOAT, 1, 9, 2);
        return Tensors.of(LoraPair.peft("q", up, Fixture.array(DataType.FLOAT, 2, 2, 7)));
    }

    /** Would catch a formula that is compiled again for each model, or a key that mixes up formulas or types. */
    @Test
    void aFormulaIsCompiledOnceACard() {
        StubDriver driver = new StubDriver();
        Optimizer optimizer = Optimizers.read("adamw");
        try (Device device = new Device(driver)) {
            for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT)) {
                device.bind(optimizer, tensors(type, 1));
            }
            device.bind(optimizer.with("lr", 0.5), tensors(DataType.FLOAT, 1));
        }
        assertEquals(1, driver.loads(CudaSource.of(Fixture.program(optimizer), DataType.FLOAT).text()));
        assertEquals(1, driver.loads(CudaSource.of(Fixture.program(optimizer), DataType.DOUBLE).text()));
    }

    /** Many small tensors are one launch a pass. */
    @Test
    void allTensorsShareALaunch() {
        StubDriver driver = new StubDriver();
        Optimizer optimizer = Optimizers.read("adamw");
        try (Device device = new Device(driver); DeviceBound bound = device.bind(optimizer, tensors(DataType.FLOAT, 1))) {
            bound.step(tensors(DataType.FLOAT, 2));
            assertEquals(2, driver.launchedBlocks.size());
            bound.step();
            assertEquals(4, driver.launchedBlocks.size());
        }
    }

    @Test
    void gradientsThatDoNotFitAreRefused() {
        StubDriver driver = new StubDriver();
        Optimizer optimizer = Optimizers.read("adamw");
        try (Device device = new Device(driver); DeviceBound bound = device.bind(optimizer, tensors(DataType.FLOAT, 1))) {
            InvalidInput e = assertThrows(InvalidInput.class, () -> bound.step(tensors(DataType.DOUBLE, 2)));
            assertEquals("'W' is DOUBLE[9, 8], but on the card it is FLOAT[9, 8]", e.getMessage());
            Tensors some = Tensors.of("W", tensors(DataType.FLOAT, 2).get("W"));
            e = assertThrows(InvalidInput.class, () -> bound.step(some));
            assertEquals("the gradient of 'b' is missing", e.getMessage());
            Tensors more = tensors(DataType.FLOAT, 2).with("x", some.get("W"));
            e = assertThrows(InvalidInput.class, () -> bound.step(more));
            assertTrue(e.getMessage().startsWith("gradient 'x' belongs to no parameter"), e.getMessage());
        }
    }

    /** Where there is no card, or no CUDA on the class path, one line says so and what to do. */
    @Test
    void withoutACardThereIsOneLine() {
        try (Device device = Device.open(0)) {
            assertTrue(device.name().contains("sm_"));
        } catch (InvalidInput e) {
            assertTrue(e.getMessage().startsWith("CUDA cannot be used here: "), e.getMessage());
            assertTrue(e.getMessage().contains("-Pcuda"), e.getMessage());
            assertEquals(1, e.getMessage().lines().count());
        }
    }
}
