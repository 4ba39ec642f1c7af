package org.gradus.experiments.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JSON parser says to programmers is said to users in words of theirs, on one line with its place. */
class JsonTest {
    private record Instance(double beta, long steps, double[] x, boolean flag, String name, List<Double> rates) {
        Instance {
            Require.check(beta < 1, "beta", "less than 1", beta);
        }
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("", "the file is empty"),
                Arguments.of("{\"a\": NaN}", "line 1: NaN is no number in JSON"),
                Arguments.of("{\"a\": -Infinity}", "line 1: "),
                Arguments.of("[".repeat(1500) + "]".repeat(1500), "brackets are nested deeper than 1000"),
                Arguments.of("{\"a\": " + "9".repeat(2000) + "}", "a number has more than 1000 digits"),
                Arguments.of("{\"a\": 1,\n \"a\": 2}", "line 2: key 'a' stands twice"),
                Arguments.of("{\"a\": 1", "line 1: the file ends where a bracket or a quote is still open"),
                Arguments.of("{\"a\": \"b", "the file ends where a bracket or a quote is still open"),
                Arguments.of("{\"a\": 1} {}", "something stands after the end; one file is one document"),
                Arguments.of("{a: 1}", "line 1: unexpected 'a' "),
                Arguments.of("{\"a\": yes}", "line 1: 'yes' is no value of JSON; text stands in double quotes"),
                Arguments.of("{\"a\": [1, 2}", "line 1: a '}' closes what another bracket opened"),
                Arguments.of("{\"a\": \"b\nc\"}", "line 1: a control character stands where none may"),
                Arguments.of("{\"a\": 01}", "line 1: "),
                Arguments.of("\0", "line 1: a control character"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void brokenFilesAreRefusedInPlainWords(String text, String expected, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("case.json"), text);
        assertPlain(expected, assertThrows(InvalidInput.class, () -> Json.read(file)).getMessage());
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of("{\"beta\": \"x\"}", "where: beta must be a number"),
                Arguments.of("{\"beta\": null}", "where: beta must be a number"),
                Arguments.of("{\"beta\": [1]}", "where: beta must be a number"),
                Arguments.of("{\"beta\": 2, \"steps\": 1, \"flag\": true}", "beta must be less than 1, but is 2.0"),
                Arguments.of("{\"beta\": 0, \"steps\": \"many\"}", "where: steps must be a whole number"),
                Arguments.of("{\"x\": {}}", "where: x must be a list"),
                Arguments.of("{\"x\": [1, \"a\"]}", "where: x.1 must be a number"),
                Arguments.of("{\"flag\": \"perhaps\"}", "where: flag must be true or false"),
                Arguments.of("{\"rates\": 3}", "where: rates must be a list"),
                Arguments.of("{\"beta\": 0, \"steps\": 1, \"flag\": true, \"bta\": 3}", "where: unknown key 'bta'; did you mean 'beta'?"),
                Arguments.of("[]", "where: line 1: expected an object"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatDoesNotFitNamesItsKey(String text, String expected) {
        assertPlain(expected, assertThrows(InvalidInput.class, () -> Json.read(text, Instance.class, "where")).getMessage());
    }

    private static void assertPlain(String expected, String message) {
        assertTrue(message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
        for (String jargon : List.of("`", "Feature", "token", "deserialize", "com.fasterxml", "org.gradus", "(code", "java.")) {
            assertFalse(message.contains(jargon), message);
        }
    }
}
