package org.gradus.optim.cuda;

import static org.gradus.optim.Fixture.assertSameBits;
import static org.gradus.optim.Fixture.everything;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gradus.optim.Bound;
import org.gradus.optim.Fixture;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The real driver class, through the real bindings and NVIDIA's run-time compiler, with a stand-in for the driver's library
 * behind them. It would catch a call with a wrong argument, which nothing else shows before there is a card. It needs
 * the libraries that the profile cuda brings.
 */
class CudaDriverTest {
    private static final Optimizer OPTIMIZER = Optimizers.read("lamb");

    @Test
    void theBindingsDoWhatTheDriverWants() throws IOException, InterruptedException {
        String natives = "/org/bytedeco/cuda/linux-x86_64/";
        boolean there = CudaDriverTest.class.getResource(natives + "libjnicudart.so") != null
                && CudaDriverTest.class.getResource(natives + "libcudart.so.13") != null;
        assumeTrue(there, "no CUDA libraries on the class path: the profile cuda brings them");
        assumeTrue(Emulator.available(), "no g++ on the path");
        Path folder = Emulator.standIn(CudaSource.of(Fixture.program(OPTIMIZER), DataType.FLOAT).text());
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        ProcessBuilder builder = new ProcessBuilder(java, "-Xmx1g", "-cp", System.getProperty("java.class.path"),
                CudaDriverTest.class.getName()).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        builder.environment().put("GRADUS_MODULE", folder.resolve("module").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("stand-in (sm_90) agrees"), output);
    }

    /** What the other process does. */
    public static void main(String[] args) throws InterruptedException {
        assertThrows(InvalidInput.class, () -> Device.open(1));
        try (Device device = Device.open(0)) {
            Bound cpu = OPTIMIZER.bind(CardContract.tensors(DataType.FLOAT, 1));
            try (DeviceBound card = device.bind(OPTIMIZER, CardContract.tensors(DataType.FLOAT, 1))) {
                for (int step = 0; step < 2; step++) {
                    cpu.step(CardContract.tensors(DataType.FLOAT, 10 + step));
                    card.step(CardContract.tensors(DataType.FLOAT, 10 + step));
                }
                cpu.step(CardContract.tensors(DataType.FLOAT, 20));
                // A thread that has not been there before has no context yet.
                Thread other = new Thread(() -> card.step(CardContract.tensors(DataType.FLOAT, 20)));
                other.start();
                other.join();
                assertSameBits(everything(cpu), CardContract.everythingOn(card), "stand-in");
            }
            try (Holdings holdings = new Holdings(device.driver())) {
                String message = assertThrows(CudaFailure.class, () -> holdings.allocate(1L << 40)).getMessage();
                assertTrue(message.startsWith("the card has no 1,099,511,627,776 bytes"), message);
                assertTrue(device.copyNanos(1 << 16) > 0);
                assertEquals("cuMemcpyDtoDAsync says CUDA_ERROR_OTHER",
                        assertThrows(CudaFailure.class, () -> device.driver().copy(1, 2, 3)).getMessage());
            }
            System.out.println(device.name() + " agrees");
        }
    }
}
