package org.gradus.experiments.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.lora.PeftAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example programs run, on real digits, and show what they say. */
class Dl4jExamplesTest {
    @TempDir
    private Path folder;

    @Test
    void digitsAreLearnedAsWellAsByDl4j() {
        Dl4jDigits.Result result = Dl4jDigits.run(6, 2);
        result.accuracy().forEach((name, accuracy) -> {
            assertTrue(accuracy > 0.93, name + ": " + accuracy);
            assertEquals(result.accuracy().get(Dl4jDigits.DL4J), accuracy, 0.03, name);
        });
        // Of the time no more is asked than that nothing is out of order: other programs run beside the tests.
        assertTrue(result.ratio(Dl4jDigits.TRAINER) < 4 && result.ratio(Dl4jDigits.UPDATER) < 4, result.toString());
    }

    @Test
    void pairsAdaptTheNetworkToTurnedDigits() {
        Dl4jLoraDigits.Result result = Dl4jLoraDigits.run(LoraRite.of(0.01), 5, 4, folder);
        assertTrue(result.before() < 0.3, "turned digits before: " + result.before());
        assertTrue(result.after() > 0.7, "turned digits after: " + result.after());
        assertTrue(result.restored() > 0.9, "upright digits: " + result.restored());
        assertEquals(2, PeftAdapter.read(folder).pairs().size());
    }
}
