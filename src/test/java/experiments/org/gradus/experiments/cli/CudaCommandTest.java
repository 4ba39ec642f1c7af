package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gradus.optim.cuda.Device;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;

/** What the command line says of cards, where there is none. */
class CudaCommandTest {
    @Test
    void describeShowsTheKernels() {
        Cli answer = Cli.execute("describe", "adamw", "--cuda");
        assertEquals(Gradus.DONE, answer.code());
        assertTrue(answer.out().contains("__global__") && answer.out().contains("update_one"), answer.out());
        String pair = Cli.execute("describe", "lora-plus", "--cuda").out();
        assertEquals(2, pair.split("// p <- p - ", -1).length - 1, "one source a role");
        assertTrue(Cli.execute("describe", "lora-rite", "--cuda").out().contains("grams_launch"));
    }

    @Test
    void whatIsNoKernelIsSaidInOneLine() {
        assertTrue(Cli.complaint("describe", "muon", "--cuda").contains("'muon' does not run on a card"));
        assertTrue(Cli.complaint("describe", "constant", "--cuda").contains("does not run on a card"));
    }

    /** Would catch a stack trace, or a benchmark that times the CPU instead. */
    @Test
    void withoutACardTheBenchmarkSaysSoInOneLine() {
        try (Device device = Device.open(0)) {
            return;
        } catch (InvalidInput e) {
            assertTrue(Cli.complaint("bench", "--cuda").startsWith("gradus: CUDA cannot be used here: "));
        }
    }
}
