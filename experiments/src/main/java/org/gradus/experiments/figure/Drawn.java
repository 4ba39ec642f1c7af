package org.gradus.experiments.figure;

import java.nio.file.Path;

/**
 * A figure in its files {@code NAME.png}, {@code NAME.svg}, {@code NAME.pdf} and {@code NAME.csv}.
 *
 * @param study of which it is; empty where there is one
 * @param title what it shows
 * @param path  without an ending
 */
public record Drawn(String study, String title, Path path) {
    public Path png() {
        return path.resolveSibling(path.getFileName() + ".png");
    }

    public Path svg() {
        return path.resolveSibling(path.getFileName() + ".svg");
    }
}
