package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.catalogue.Claims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** {@code check} and {@code advise}: exit codes, files, and complaints of one line. */
class CheckCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Claims that a vector's sum is at most 1; it is not from size 3 on. Its text has what HTML must escape. */
    private record Sum(double each, boolean controlIsFalse) implements Claim<Sum.Vector> {
        record Vector(double[] values) {}

        @Override
        public About about() {
            return new About("planted-sum", "a < b & \"c\"", "<script>alert(1)</script>", "nobody & co", Provenance.OBSERVED,
                    "x < 1");
        }

        @Override
        public Class<Vector> instanceType() {
            return Vector.class;
        }

        @Override
        public Vector draw(long seed, int size) {
            double[] values = new double[size];
            Arrays.fill(values, each);
            return new Vector(values);
        }

        @Override
        public Evidence evaluate(Vector v) {
            return Evidence.of(Inequality.exact("sum <= 1", Arrays.stream(v.values).sum(), 1));
        }

        @Override
        public Control<Vector> control() {
            return Control.falseClaim("<b>control</b>", this,
                    v -> Evidence.of(Inequality.exact("1 <= 0", controlIsFalse ? 1 : 0, 0)));
        }

        @Override
        public Figure figure() {
            return Figure.of(Figure.Axis.linear("<x>"), Figure.Axis.log("y & z")).point("p < q", 1, 2)
                    .caption("a \"caption\" & more");
        }

        @Override
        public List<Integer> sizes() {
            return List.of(8, 32);
        }

        @Override
        public int draws() {
            return 4;
        }

        @Override
        public int smallest() {
            return 1;
        }
    }

    private static Cli check(Claim<?> claim, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(new CheckCommand(List.of(claim))).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err)).execute(args);
        return new Cli(code, out.toString(), err.toString());
    }

    @Test
    void aPlantedFalseClaimIsFalsifiedSavedAndReplayed(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("out.json");
        Cli answer = check(new Sum(0.4, true), "--report", folder.toString(), "--json", json.toString());
        assertEquals(Gradus.FALSIFIED, answer.code(), answer.toString());
        assertTrue(answer.out().contains("planted-sum  falsified"), answer.out());
        Path saved = folder.resolve("falsified/planted-sum.json");
        assertTrue(answer.out().contains(saved.toString()), answer.out());
        assertEquals(3, JSON.readTree(saved.toFile()).get("instance").get("values").size(),
                "shrunk to the smallest size that fails");

        JsonNode row = JSON.readTree(json.toFile()).get("claims").get(0);
        List<String> keys = new ArrayList<>();
        row.fieldNames().forEachRemaining(keys::add);
        assertEquals(List.of("id", "source", "provenance", "verdict", "draws", "tightest", "control", "seconds"), keys);
        assertEquals("falsified", row.get("verdict").asText());
        assertEquals("falsified", row.get("control").get("verdict").asText());

        Cli again = check(new Sum(0.4, true), "planted-sum", "--instance", saved.toString());
        assertEquals(Gradus.FALSIFIED, again.code(), again.toString());
        assertTrue(again.out().contains("sum <= 1: left 1.2"), again.out());
        Files.writeString(saved, Files.readString(saved).replace("0.4", "0.1"));
        assertEquals(Gradus.DONE, check(new Sum(0.4, true), "--instance", saved.toString()).code());

        String page = Files.readString(folder.resolve("index.html"));
        assertFalse(page.contains("<script>") || page.contains("<b>control") || page.contains("<x>")
                || page.contains("nobody & co"), page);
        assertTrue(page.contains("&lt;script&gt;alert(1)") && page.contains("<svg"), page);
        assertFalse(page.contains("http:") || page.contains("https:"), "the page must not link to anything outside it");
        assertTrue(Files.readString(folder.resolve("claims.csv")).contains("\"a < b & \"\"c\"\"\""));
        assertTrue(Files.exists(folder.resolve("figures/planted-sum.csv")));
    }

    @Test
    void aMissedControlIsAFailure() {
        Cli blind = check(new Sum(0.01, false));
        assertEquals(Gradus.FAILED, blind.code());
        assertTrue(blind.out().contains("not falsified in 4 draws") && blind.out().contains("MISSED: not falsified"),
                blind.out());
        assertEquals(1, blind.err().lines().count(), blind.err());
    }

    @Test
    void aCheckThatFindsNothingEndsWithZero(@TempDir Path folder) throws Exception {
        Cli answer = Cli.execute("check", "local-sgd-prop*", "--draws", "6", "--quiet", "--json", "-", "--report",
                folder.toString());
        assertEquals(0, answer.code(), answer.err());
        assertEquals(2, JSON.readTree(answer.out()).get("claims").size());
        assertTrue(Files.readString(folder.resolve("index.html")).contains("not falsified in 6 draws"));
    }

    static List<Claim<?>> claims() {
        return Claims.ALL;
    }

    @ParameterizedTest
    @MethodSource("claims")
    void everyInstanceCanBeSavedAndReplayed(Claim<?> claim, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("instance.json");
        Record instance = claim.draw(1, claim.sizes().get(0));
        JSON.writeValue(file.toFile(), Map.of("claim", claim.about().id(), "instance", instance));
        Cli answer = Cli.execute("check", "--instance", file.toString());
        assertEquals(0, answer.code(), answer.toString());
        assertTrue(answer.out().contains(claim.about().id()), answer.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            check adam-t22                                   | unknown claim 'adam-t22'; did you mean 'adam-t2'?
            check nothing*                                   | unknown claim 'nothing*'
            check --draws 0                                  | --draws must be at least 1
            check --seed -1                                  | --seed must be at least 0
            check --instance missing.json                    | missing.json: there is no such file
            advise locl-sgd                                  | did you mean 'local-sgd'?
            advise local-sgd --L 1                           | Missing required options
            advise local-sgd --L 0 --sigma 1 --D 1 --M 1 --H 1 --R 1 | L must be a finite number > 0
            advise local-sgd --L 1 --sigma 1 --D 1 --M 0 --H 1 --R 1 | M must be at least 1
            advise clip --alpha 1 --rounds 9 --tuned-at 9 --lr 1 --upper 1 | --alpha must be in (1, 2]
            advise schedule --steps 1 --condition 10         | --steps must be from 4
            """)
    void badInputIsOneLineWithTheRemedy(String line, String expected) {
        String complaint = Cli.complaint(line.split(" +"));
        assertTrue(complaint.contains(expected), complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                               | there is no 'claim'
            {"claim": "adam-t2", "instance": {"start": [1]}} | the instance of adam-t2 has no 'eigenvalues'
            {"claim": "adam-t2", "instance": {"eigenvalues": [1, 2], "start": [1]}} | must be as many
            {"claim": "adam-t2", "instance": {"eigenvalues": [-1], "start": [1]}} | eigenvalues must be a finite number > 0
            {"claim": "adam-t2", "instance": {"eigenvalues": null, "start": [1]}} | instance
            {"claim": "adam-tt2", "instance": {}}            | did you mean 'adam-t2'?
            {"claim": 3                                      | line
            """)
    void aBrokenInstanceIsBadInput(String content, String expected, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("broken.json"), content);
        String complaint = Cli.complaint("check", "--instance", file.toString());
        assertTrue(complaint.contains(expected) && complaint.contains("broken.json"), complaint);
    }

    @Test
    void theAdvisorNamesTheBindingConditionAndEveryCandidate() throws Exception {
        String[] args = {"advise", "local-sgd", "--L", "1", "--sigma", "8", "--D", "4.25", "--M", "32", "--H", "32", "--R",
                "30"};
        String text = Cli.execute(args).out();
        assertTrue(text.contains("binding condition: eta L (1 + (gamma-1) H) <= 0.25") && text.contains("A: gamma = 1")
                && text.contains("D: limit eta to 0"), text);
        List<String> asJson = new ArrayList<>(List.of(args));
        asJson.add("--json");
        JsonNode answer = JSON.readTree(Cli.execute(asJson.toArray(String[]::new)).out());
        assertEquals("B", answer.get("best").asText());
        assertEquals(1.4511553173046163, answer.get("candidates").get(1).get("gamma").asDouble(), 1e-9);
    }

    @Test
    void clippingScalesByTheKnownExponents() {
        String text = Cli.execute("advise", "clip", "--alpha", "2", "--rounds", "1600", "--tuned-at", "100", "--lr", "1",
                "--upper", "1").out();
        assertTrue(text.contains("inner rate      0.250000") && text.contains("upper threshold 2.00000"), text);
    }
}
