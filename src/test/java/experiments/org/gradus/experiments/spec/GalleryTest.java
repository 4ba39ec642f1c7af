package org.gradus.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gallery and the quickstart consist of: specs that ship, and pages that tell what came out. */
class GalleryTest {
    private static final Path ROOT = Path.of(System.getProperty("gradus.root"));

    private static List<String> runs(String collection) {
        return ((List<?>) SpecFiles.open(collection).root().get("runs")).stream().map(String::valueOf).toList();
    }

    static Stream<String> gallery() {
        return runs("gallery").stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gallery", "quickstart"})
    void aCollectionNamesSpecsThatShip(String collection) {
        Map<String, Object> root = SpecFiles.open(collection).root();
        assertFalse(String.valueOf(root.get("about")).isBlank());
        assertEquals(runs(collection).stream().distinct().toList(), runs(collection));
        assertTrue(SpecFiles.shipped().containsAll(runs(collection)), () -> runs(collection) + " of " + SpecFiles.shipped());
    }

    /** A result without the setting that it comes from, or without the number that was seen, is no result. */
    @ParameterizedTest
    @MethodSource("gallery")
    void aSpecOfTheGallerySaysWhatIsToBeSeenAndWhatWas(String name) throws IOException {
        String text = Files.readString(ROOT.resolve("experiments/specs/" + name + ".yaml"));
        String header = text.lines().takeWhile(line -> line.startsWith("#")).reduce("", (a, b) -> a + b + "\n");
        for (String part : List.of("arXiv", "Here", "To be seen:", "Seen")) {
            assertTrue(header.contains(part), "the header of " + name + " lacks '" + part + "'");
        }
    }

    @ParameterizedTest
    @MethodSource("gallery")
    void thePageHasEverySpec(String name) throws IOException {
        String page = Files.readString(ROOT.resolve("docs/gallery.md"));
        assertTrue(page.contains("`" + name + "`"), "docs/gallery.md does not tell of " + name);
        assertTrue(page.contains("(gallery/" + name + ".svg)"), "docs/gallery.md has no figure of " + name);
        assertTrue(Files.exists(ROOT.resolve("docs/gallery").resolve(name + ".svg")), "there is no docs/gallery/" + name + ".svg");
    }
}
