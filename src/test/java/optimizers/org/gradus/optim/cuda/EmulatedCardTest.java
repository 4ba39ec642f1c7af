package org.gradus.optim.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/**
 * The generated CUDA C, compiled by g++ and run by a process that stands in for a card. Every other allocation is 8
 * bytes off, so that arrays are out of step with each other within 16 bytes and vector accesses must give way.
 */
class EmulatedCardTest extends CardContract {
    private static final int SHIFT = 8;

    @BeforeAll
    static void needsACompiler() {
        assumeTrue(Emulator.available(), "no g++ on the path: the generated CUDA C is not run");
    }

    @Override
    Device open() {
        return new Device(new EmulatedDriver(SHIFT));
    }

    @Override
    void expect(List<String> sources) {
        Emulator.prepare(sources);
    }
}
