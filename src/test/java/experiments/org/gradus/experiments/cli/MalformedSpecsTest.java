package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every spec of the corpus ends with exit 1 and one line that names the place, and leaves nothing behind. */
class MalformedSpecsTest {
    private static final Path CORPUS = Path.of(System.getProperty("gradus.root"), "src", "test", "resources", "malformed-specs");
    private static final int LONGEST = 700;

    @TempDir
    private Path folder;

    /** {@code index.tsv}: a file and what its complaint must say. */
    static Stream<Arguments> index() throws IOException {
        return Files.readAllLines(CORPUS.resolve("index.tsv")).stream()
                .map(line -> Arguments.of((Object[]) line.split("\t", 2)));
    }

    @ParameterizedTest
    @MethodSource("index")
    void isRefusedInOneLine(String file, String expected) {
        Path out = folder.resolve("out");
        String complaint = Cli.complaint("run", CORPUS.resolve(file).toString(), "--out", out.toString());
        assertTrue(complaint.contains(expected), complaint);
        assertTrue(complaint.startsWith("gradus: ") && complaint.length() < LONGEST, complaint);
        for (String jargon : List.of("Exception", "com.fasterxml", "org.yaml", "java.", "`", "JsonToken")) {
            assertFalse(complaint.replace(CORPUS.resolve(file).toString(), "").contains(jargon), complaint);
        }
        assertFalse(Files.exists(out), "a folder was made");
    }

    @Test
    void everyFileIsInTheIndex() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            assertEquals(index().map(a -> a.get()[0]).sorted().toList(), files.map(f -> f.getFileName().toString())
                    .filter(name -> !name.equals("index.tsv")).sorted().toList());
        }
    }

    /** The same through the launcher, in a process of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"billion-laughs.yaml", "png.yaml", "simulation-huge-clients.yaml"})
    void theLauncherSaysTheSame(String file) throws Exception {
        Launcher gradus = Launcher.in(folder.resolve("home"));
        Cli answer = gradus.run(Map.of(), "run", CORPUS.resolve(file).toString());
        assertEquals(new Cli(Gradus.BAD_INPUT, "", Cli.execute("run", CORPUS.resolve(file).toString()).err()), answer);
        assertFalse(Files.exists(gradus.home().resolve("runs")));
    }

    /** The values of {@code --set} are not in the file, so its lines are not blamed for them. */
    @ParameterizedTest
    @MethodSource("assignments")
    void whatWasSetOnTheCommandLineIsSaidToBeThere(String assignment, String expected) {
        assertEquals("gradus: --set " + assignment + ": " + expected, Cli.complaint("run", "digits", "--set", assignment));
    }

    static Stream<Arguments> assignments() {
        return Stream.of(
                Arguments.of("budget.steps=-1", "budget: steps must be at least 1, but is -1"),
                Arguments.of("budget={steps: -1}", "budget: steps must be at least 1, but is -1"),
                Arguments.of("budget.bach=1", "budget: unknown option 'bach'; did you mean 'batch'?"),
                Arguments.of("optimizers.adam.lrr=1", "optimizers: adam: adam: unknown option 'lrr'; did you mean 'lr'?"),
                Arguments.of("optimizers.adam=[clip-norm(maxNorm=-1), sgd]", "optimizers: adam: stage 1: clip-norm: maxNorm must be"
                        + " a number >= 0, but is -1.0"),
                Arguments.of("nothing=1", "unknown option 'nothing'; known: name, about, problem, vary, optimizers, seeds, budget,"
                        + " target, nonFinite, dataType, compare, simulation, algorithms, studies, sweep, runs"),
                Arguments.of("seeds=[1, 1]", "seeds must be distinct, but is [1, 1]"));
    }

    /** A complaint about the file keeps its line beside an assignment. */
    @Test
    void theFileIsBlamedForItsOwnLines() throws IOException {
        Path spec = Files.writeString(folder.resolve("a.yaml"), "problem: digits\nbudget: {steps: 0}\n");
        assertEquals("gradus: " + spec + " line 2: budget: steps must be at least 1, but is 0",
                Cli.complaint("run", spec.toString(), "--set", "seeds=[1]", "--set", "optimizers={a: adam}"));
    }
}
