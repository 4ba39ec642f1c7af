package org.gradus.optim.cuda;

import java.util.HashMap;
import java.util.Map;

/** The compiled sources of one card: each text is compiled once, for that card's architecture. */
final class Modules implements AutoCloseable {
    private final Driver driver;
    private final Map<String, Long> loaded = new HashMap<>();

    Modules(Driver driver) {
        this.driver = driver;
    }

    long of(String source) {
        Long known = loaded.get(source);
        if (known != null) return known;
        long module = driver.load(source);
        loaded.put(source, module);
        return module;
    }

    @Override
    public void close() {
        loaded.values().forEach(driver::unload);
        loaded.clear();
    }
}
