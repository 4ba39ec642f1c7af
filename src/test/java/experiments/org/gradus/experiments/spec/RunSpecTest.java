package org.gradus.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Specs: everything wrong is said in one line that names file, place and remedy; everything right is resolved. */
class RunSpecTest {
    private static final String GOOD = """
            problem: {type: digits, hidden: [8]}
            optimizers:
              adam: {type: adam, lr: 0.01}
              chain:
                - {type: clip-norm, maxNorm: 1}
                - {type: sgd, lr: "cosine(peak=0.1, steps=10)"}
            seeds: [1, 2]
            budget: {steps: 10, batch: 4}
            """;

    private static RunSpec read(String yaml, String... assignments) {
        Document document = Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml");
        for (String assignment : assignments) document = document.with(assignment);
        return RunSpec.read(document, "test");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                bad("", "test.yaml: the file is empty"),
                bad("# a comment\n", "test.yaml: the file is empty"),
                bad("- 1\n", "line 1: expected 'key: value' lines"),
                bad("just words\n", "line 1: expected 'key: value' lines"),
                bad("a: [1, 2\nb: 3\n", "test.yaml line 2: "),
                bad("a: \"open\n", "unexpected end of stream"),
                bad("a:\n\tb: 1\n", "test.yaml line 1: while scanning for the next token"),
                bad(GOOD + "seeds: [3]\n", "line 9: key 'seeds' stands twice"),
                bad(GOOD + "---\na: 1\n", "a second document begins"),
                bad("problem: &p {type: digits}\nother: *p\n", "line 1: anchors and aliases"),
                bad("a: &a [x]\nb: &b [*a, *a]\n", "anchors and aliases"),
                bad("problem: !!java.net.URL [x]\n", "line 1: tags"),
                bad("a: " + "[".repeat(200) + "]".repeat(200) + "\n", "nested deeper"),
                bad("problem:\nseeds: [1]\n", "line 1: problem has no value"),
                bad(GOOD + "about: ~\n", "line 9: about has no value"),
                bad(GOOD + "optimzers: {}\n", "line 9: unknown option 'optimzers'; did you mean 'optimizers'?"),
                bad(GOOD.replace("problem:", "problm:"), "line 1: unknown option 'problm'; did you mean 'problem'?"),
                bad(GOOD.replace("type: digits", "type: digts"), "line 1: problem: unknown problem 'digts'; did you mean 'digits'?"),
                bad(GOOD.replace("hidden: [8]", "hiden: [8]"), "line 1: problem: digits: unknown option 'hiden'; did you mean 'hidden'?"),
                bad(GOOD.replace("type: digits, ", ""), "line 1: problem: the problem has no type"),
                bad(GOOD.replace("[8]", "[eight]"), "hidden must be a number, but is 'eight'"),
                bad(GOOD.replace("[8]", "[-8]"), "hidden must be sizes from 1"),
                bad(GOOD.replace("type: adam", "type: adm"), "line 3: optimizers: adam: unknown optimizer 'adm'; did you mean 'adam'?"),
                bad(GOOD.replace("lr: 0.01", "lrr: 0.01"), "line 3: optimizers: adam: adam: unknown option 'lrr'; did you mean 'lr'?"),
                bad(GOOD.replace("lr: 0.01", "lr: fast"), "line 3: optimizers: adam: adam: lr: unknown schedule 'fast'"),
                bad(GOOD.replace("lr: 0.01", "lr: -1"), "lr must be a finite number >= 0"),
                bad(GOOD.replace("lr: 0.01", "lr: NaN"), "must be a"),
                bad(GOOD.replace("lr: 0.01", "beta1: 1.5"), "beta1 must be in [0, 1), but is 1.5"),
                bad(GOOD.replace("cosine(", "cosin("), "unknown schedule 'cosin'; did you mean 'cosine'?"),
                bad(GOOD.replace("cosine(peak=0.1, steps=10)", "cosine(peak=0.1"), "does not end with ')'"),
                bad(GOOD.replace("  adam: {", "  a/b: {"), "the label of an optimizer must be"),
                bad(GOOD.replace("  adam: {", "  figures: {"), "the label of an optimizer must be"),
                bad(GOOD.replace("  chain:", "  ADAM:"), "used once"),
                bad(GOOD.replaceAll("(?s)optimizers:.*seeds", "optimizers: {}\nseeds"), "optimizers: there must be at least one"),
                bad(GOOD.replaceAll("(?s)optimizers:.*seeds", "optimizers: [adam]\nseeds"), "expected {label: {type: ..., options}}"),
                bad(GOOD.replaceAll("(?s)optimizers:.*seeds", "seeds"), "option optimizers is missing"),
                bad(GOOD.replace("seeds: [1, 2]", "seeds: [1, 1]"), "line 7: seeds must be distinct"),
                bad(GOOD.replace("seeds: [1, 2]", "seeds: []"), "line 7: seeds must be at least one"),
                bad(GOOD.replace("seeds: [1, 2]", "seeds: [one]"), "line 7: seeds must be a number"),
                bad(GOOD.replace("seeds: [1, 2]", "seeds: [1.5]"), "line 7: seeds must be a whole number"),
                bad(GOOD.replace("seeds: [1, 2]", "seeds: 3"), "line 7: seeds must be a list"),
                bad(GOOD.replace("steps: 10,", "steps: -1,"), "line 8: budget: steps must be at least 1, but is -1"),
                bad(GOOD.replace("steps: 10,", "steps: many,"), "line 8: budget: steps must be a number, but is 'many'"),
                bad(GOOD.replace("steps: 10,", ""), "line 8: budget: option steps is missing"),
                bad(GOOD.replace("batch: 4", "batch: -4"), "line 8: budget: batch must be at least 0"),
                bad(GOOD.replace("batch: 4", "bach: 4"), "line 8: budget: unknown option 'bach'; did you mean 'batch'?"),
                bad(GOOD.replace("budget: {steps: 10, batch: 4}", "budget: 10"), "line 8: budget: expected {steps"),
                bad(GOOD + "nonFinite: explode\n", "line 9: nonFinite must be one of record, fail, skip"),
                bad(GOOD + "dataType: float16\n", "line 9: dataType must be one of float32, float64"),
                bad(GOOD + "name: ../../elsewhere\n", "line 9: name must be up to 64 letters"),
                bad(GOOD + "name: [a]\n", "line 9: name must be text"));
    }

    private static Arguments bad(String yaml, String expected) {
        return Arguments.of(yaml, expected);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsWrongIsSaidInOneLine(String yaml, String expected) {
        String message = assertThrows(InvalidInput.class, () -> read(yaml)).getMessage();
        assertTrue(message.startsWith("test.yaml"), message);
        assertTrue(message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] bytes = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff};
        String message = assertThrows(InvalidInput.class, () -> Yaml.parse(bytes, "image.png")).getMessage();
        assertEquals("image.png: the file is not text in UTF-8", message);
    }

    @Test
    void theResolvedSpecHasEveryDefaultAndReadsBackEqual() {
        RunSpec spec = read(GOOD);
        String resolved = spec.resolved();
        for (String expected : List.of("name: \"test\"", "activation: \"relu\"", "beta2: 0.999", "epsPlace: \"outside\"", "evalEvery: 1",
                "nonFinite: \"record\"", "dataType: \"float32\"", "endInclusive=false")) {
            assertTrue(resolved.contains(expected), expected + " is missing in\n" + resolved);
        }
        assertEquals(spec, read(resolved));
        assertEquals(resolved, read(resolved).resolved());
    }

    @Test
    void awkwardTextSurvivesResolving() {
        for (String about : List.of("yes", "1e3", "a: b # c", "two\nlines", "null", "~", "[x]", "'\"")) {
            RunSpec spec = read(GOOD + "about: " + "\"" + about.replace("\"", "\\\"").replace("\n", "\\n") + "\"\n");
            assertEquals(about, spec.about());
            assertEquals(spec, read(spec.resolved()));
        }
    }

    @Test
    void theHashIsThatOfTheResolvedFile() throws Exception {
        RunSpec spec = read(GOOD);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(spec.resolved().getBytes(StandardCharsets.UTF_8));
        assertEquals(HexFormat.of().formatHex(digest).substring(0, 12), spec.hash());
        assertEquals(spec.hash(), read(GOOD.replace("batch: 4", "batch: 4, evalEvery: 1")).hash(), "a default that is written out");
        assertNotEquals(spec.hash(), read(GOOD.replace("lr: 0.01", "lr: 0.02")).hash());
    }

    @Test
    void valuesCanBeReplacedAndAddedByPath() {
        assertEquals(read(GOOD.replace("0.01", "0.5")), read(GOOD, "optimizers.adam.lr=0.5"));
        assertEquals(read(GOOD.replace("lr: 0.01", "lr: 0.01, beta1: 0.5")), read(GOOD, "optimizers.adam.beta1=0.5"));
        assertEquals(read(GOOD.replace("maxNorm: 1", "maxNorm: 2")), read(GOOD, "optimizers.chain.0.maxNorm=2"));
        assertEquals(read(GOOD.replace("[1, 2]", "[7]")), read(GOOD, "seeds=[7]"));
        assertEquals(read(GOOD.replace("batch: 4", "batch: 8")), read(GOOD, "budget.batch=6", "budget.batch=8"));
        assertEquals("other", read(GOOD, "name=other").name());
    }

    static List<String> shipped() {
        return SpecFiles.shipped().stream().filter(name -> !SimulationSpec.is(SpecFiles.open(name))
                && !SpecFiles.open(name).root().containsKey("runs")).toList();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedSpecResolves(String name) {
        RunSpec spec = RunSpec.read(SpecFiles.open(name), SpecFiles.nameOf(name));
        assertEquals(name, spec.name());
        assertEquals(spec, read(spec.resolved()));
        assertTrue(!spec.about().isEmpty(), "a shipped spec says what it is about");
    }

    @Test
    void everySpecFileOfTheProjectIsShipped() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("gradus.root"), "experiments", "specs"))) {
            assertEquals(files.filter(f -> f.toString().endsWith(".yaml")).map(f -> SpecFiles.nameOf(f.toString())).sorted().toList(), SpecFiles.shipped());
        }
    }
}
