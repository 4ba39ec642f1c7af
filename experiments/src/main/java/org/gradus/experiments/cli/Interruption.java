package org.gradus.experiments.cli;

import java.io.PrintWriter;

/** While it is open, an interruption (Ctrl-C) says how to go on. */
final class Interruption implements AutoCloseable {
    private final Thread hint;

    Interruption(PrintWriter err) {
        hint = new Thread(() -> {
            err.println("gradus: interrupted; the same command goes on where it stopped");
            err.flush();
        });
        Runtime.getRuntime().addShutdownHook(hint);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hint);
        } catch (IllegalStateException e) {
            // The process is going down: the hint is what is wanted.
        }
    }
}
