package org.gradus.plots;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One optimizer's curve: all its seeds, diverged ones included.
 *
 * @param name the optimizer's name; colour and marker are bound to it
 * @param runs one per seed, at least one
 */
public record Curve(String name, List<Run> runs) {

    public Curve {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a curve needs a name");
        }
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("curve " + name + " has no runs");
        }
    }

    /** How many of the runs diverged. */
    public int diverged() {
        return (int) runs.stream().filter(Run::diverged).count();
    }

    /** The legend's text, such as {@code adam (n=3, 1 diverged)}. */
    public String label() {
        return name + " (n=" + runs.size() + (diverged() > 0 ? ", " + diverged() + " diverged)" : ")");
    }

    Curve map(UnaryOperator<Run> change) {
        return new Curve(name, runs.stream().map(change).toList());
    }
}
