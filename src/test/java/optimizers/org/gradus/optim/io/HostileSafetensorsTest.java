package org.gradus.optim.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie, are cut off or broken: each is refused in one line that names the file and what is wrong. */
class HostileSafetensorsTest {
    @TempDir
    Path folder;

    private record Hostile(String name, byte[] content, String complaint) {}

    /** A header and so many bytes of data, which are all 0. */
    private static Hostile header(String name, String json, int data, String complaint) {
        return new Hostile(name, file(json.getBytes(StandardCharsets.UTF_8), data), complaint);
    }

    private static byte[] file(byte[] json, int data) {
        return ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length).put(json).array();
    }

    /** A header with the one tensor w. */
    private static Hostile tensor(String name, String dtype, String shape, String offsets, int data, String complaint) {
        return header(name, one("w", dtype, shape, offsets), data, complaint);
    }

    private static String one(String name, String dtype, String shape, String offsets) {
        return "{" + member(name, dtype, shape, offsets) + "}";
    }

    private static String member(String name, String dtype, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape
                + ",\"data_offsets\":" + offsets + "}";
    }

    private static Hostile claimedLength(String name, long length, String complaint) {
        byte[] content = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
        return new Hostile(name, content, complaint);
    }

    private static List<Hostile> corpus() {
        String good = one("w", "F32", "[2]", "[0,8]");
        String half = good.substring(0, good.length() - 1);
        List<Hostile> corpus = new ArrayList<>(List.of(
                new Hostile("empty", new byte[0], "has 0 bytes"),
                new Hostile("seven-bytes", new byte[7], "has 7 bytes"),
                claimedLength("length-beyond-file", 1000, "more than the 56 that follow"),
                claimedLength("length-beyond-limit", 100_000_001, "100000001"),
                claimedLength("length-negative", -1, "18446744073709551615"),
                claimedLength("length-huge", Long.MAX_VALUE, "9223372036854775807"),
                claimedLength("length-zero", 0, "expected '{'"),
                header("not-json", "hello world", 0, "expected '{'"),
                header("array-header", "[]", 0, "expected '{'"),
                header("space-first", " {}", 0, "expected '{'"),
                header("text-behind-header", "{}x", 0, "expected the end"),
                header("two-headers", "{}{}", 0, "expected the end"),
                header("unclosed", half, 8, "expected '}'"),
                header("unclosed-text", "{\"w", 0, "expected '\"'"),
                header("ends-in-escape", "{\"w\\", 0, "expected '\"'"),
                header("trailing-comma", half + ",}", 8, "expected '\"'"),
                header("single-quotes", "{'w':1}", 0, "expected '\"'"),
                header("control-in-name", "{\"a\nb\":1}", 0, "control characters"),
                header("tensor-not-object", "{\"w\":[1]}", 0, "expected '{'"),
                header("tensor-null", "{\"w\":null}", 0, "expected '{'"),
                header("deep-arrays", "{\"w\":" + "[".repeat(1_000_000), 0, "expected '{'"),
                header("deep-objects", "{\"w\":".repeat(200_000), 0, "unknown member 'w'"),
                header("deep-shape", "{\"w\":{\"shape\":" + "[".repeat(1_000_000), 0, "whole number"),
                header("duplicate-name", "{" + member("w", "F32", "[1]", "[0,4]") + ","
                        + member("w", "F32", "[1]", "[4,8]") + "}", 8, "stands twice"),
                header("duplicate-by-escape", "{" + member("w", "F32", "[1]", "[0,4]") + ","
                        + member("\\u0077", "F32", "[1]", "[4,8]") + "}", 8, "stands twice"),
                header("duplicate-member", "{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0, "'dtype' stands twice"),
                header("duplicate-metadata", "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "'a' stands twice"),
                header("metadata-number", "{\"__metadata__\":{\"a\":1}}", 0, "expected '\"'"),
                header("metadata-text", "{\"__metadata__\":\"a\"}", 0, "expected '{'"),
                header("unknown-member", "{\"w\":{\"type\":\"F32\"}}", 0, "unknown member 'type'"),
                header("no-dtype", "{\"w\":{\"shape\":[],\"data_offsets\":[0,4]}}", 4, "dtype is missing"),
                header("no-shape", "{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "shape is missing"),
                header("no-offsets", "{\"w\":{\"dtype\":\"F32\",\"shape\":[]}}", 4, "data_offsets needs two"),
                header("empty-tensor", "{\"w\":{}}", 0, "missing"),
                header("dtype-number", "{\"w\":{\"dtype\":32}}", 0, "expected '\"'"),
                header("unknown-escape", "{\"\\x41\":1}", 0, "unknown escape"),
                header("short-escape", "{\"\\u12\":1}", 0, "4 hex digits"),
                header("lone-surrogate", "{\"\\ud83d\":1}", 0, "not valid Unicode"),
                tensor("unknown-dtype", "F31", "[2]", "[0,8]", 8, "'F31' is not supported; convert"),
                tensor("lower-case-dtype", "f32", "[2]", "[0,8]", 8, "'f32' is not supported"),
                tensor("eight-bit-float", "F8_E4M3", "[2]", "[0,2]", 2, "not supported"),
                tensor("negative-shape", "F32", "[-2]", "[0,8]", 8, "whole number >= 0"),
                tensor("fraction-shape", "F32", "[2.0]", "[0,8]", 8, "expected ']'"),
                tensor("exponent-shape", "F32", "[2e0]", "[0,8]", 8, "expected ']'"),
                tensor("leading-zero-shape", "F32", "[02]", "[0,8]", 8, "whole number >= 0"),
                tensor("text-shape", "F32", "[\"2\"]", "[0,8]", 8, "whole number >= 0"),
                tensor("unsigned-64-shape", "F32", "[18446744073709551615]", "[0,8]", 8, "too large"),
                tensor("overflowing-shape", "F32", "[4294967296,4294967296]", "[0,8]", 8, "more elements"),
                tensor("overflow-to-fit", "F32", "[4611686018427387904,4]", "[0,0]", 0, "more elements than any file"),
                tensor("overflow-beside-zero", "F32", "[4611686018427387904,4,0]", "[0,0]", 0, "more elements"),
                tensor("too-many-axes", "F32", "[" + "1,".repeat(32) + "1]", "[0,4]", 4, "more than 32 numbers"),
                tensor("endless-shape", "F32", "[" + "1,".repeat(3_000_000) + "1]", "[0,4]", 4, "more than 32 numbers"),
                tensor("huge-size", "F64", "[1000000000000]", "[0,8000000000000]", 8, "truncated"),
                tensor("offsets-not-of-shape", "F32", "[3]", "[0,8]", 8, "take 12 bytes"),
                tensor("offsets-not-of-dtype", "F64", "[2]", "[0,8]", 8, "take 16 bytes"),
                tensor("offsets-reversed", "F32", "[2]", "[8,0]", 8, "span -8"),
                tensor("offsets-negative", "F32", "[2]", "[-8,0]", 8, "whole number >= 0"),
                tensor("one-offset", "F32", "[2]", "[0]", 8, "data_offsets needs two"),
                tensor("three-offsets", "F32", "[2]", "[0,8,8]", 8, "more than 2 numbers"),
                tensor("offset-out-of-long", "F32", "[2]", "[0,9223372036854775808]", 8, "too large"),
                tensor("beyond-the-end", "F32", "[4]", "[0,16]", 8, "truncated"),
                tensor("hole-at-start", "F32", "[1]", "[4,8]", 8, "a hole"),
                tensor("trailing-garbage", "F32", "[1]", "[0,4]", 5, "1 bytes follow"),
                header("data-without-tensors", "{}", 4, "4 bytes follow"),
                header("hole-in-the-middle", "{" + member("a", "F32", "[1]", "[0,4]") + ","
                        + member("b", "F32", "[1]", "[8,12]") + "}", 12, "a hole"),
                header("overlap", "{" + member("a", "F32", "[2]", "[0,8]") + ","
                        + member("b", "F32", "[2]", "[4,12]") + "}", 12, "an overlap"),
                header("same-bytes-twice", "{" + member("a", "F32", "[2]", "[0,8]") + ","
                        + member("b", "F32", "[2]", "[0,8]") + "}", 8, "an overlap"),
                header("empty-inside-another", "{" + member("a", "F32", "[2]", "[0,8]") + ","
                        + member("b", "F32", "[0]", "[4,4]") + "}", 8, "an overlap"),
                header("name-with-line-break", one("a\\nb\\u2028c", "F31", "[]", "[0,4]"), 4, "'a\\u000ab\\u2028c'"),
                header("long-name", one("n".repeat(100_000), "F31", "[]", "[0,4]"), 4, "nnn...'")));
        byte[] latin = good.getBytes(StandardCharsets.ISO_8859_1);
        latin[2] = (byte) 0xe9;
        corpus.add(new Hostile("not-utf8", file(latin, 8), "not UTF-8"));
        byte[] overlong = "{\"ab\":1}".getBytes(StandardCharsets.ISO_8859_1);
        overlong[2] = (byte) 0xc0;
        overlong[3] = (byte) 0xaf;
        corpus.add(new Hostile("overlong-utf8", file(overlong, 0), "not UTF-8"));
        return corpus;
    }

    @TestFactory
    Stream<DynamicTest> isRefusedInOneLine() {
        return corpus().stream().map(hostile -> dynamicTest(hostile.name, () -> {
            Path file = folder.resolve(hostile.name);
            Files.write(file, hostile.content);
            InvalidInput e = assertThrows(InvalidInput.class, () -> Safetensors.read(file));
            assertOneLine(e, file);
            assertTrue(e.getMessage().contains(hostile.complaint), e.getMessage());
        }));
    }

    static void assertOneLine(InvalidInput e, Path file) {
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertTrue(e.getMessage().length() < 600, e.getMessage());
    }

    @Test
    void everyCutOfAValidFileIsRefused() throws IOException {
        byte[] whole = SafetensorsFuzzTest.VALID;
        Path file = folder.resolve("cut");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertOneLine(assertThrows(InvalidInput.class, () -> Safetensors.read(file)), file);
        }
    }

    @Test
    void whatIsNoFileIsNamed() {
        Path missing = folder.resolve("missing");
        assertOneLine(assertThrows(InvalidInput.class, () -> Safetensors.read(missing)), missing);
        assertOneLine(assertThrows(InvalidInput.class, () -> Safetensors.read(folder)), folder);
    }

    @Test
    void anEmptyTensorMayHaveLargeAxes() throws IOException {
        Path file = folder.resolve("large-empty");
        Files.write(file, file(one("w", "F32", "[0,1099511627776]", "[0,0]").getBytes(StandardCharsets.UTF_8), 0));
        assertEquals(0, Safetensors.read(file).tensors().get("w").length());
    }

    @Test
    void spaceAndMembersInAnyOrderAreRead() throws IOException {
        Path file = folder.resolve("spaced");
        String json = "{ \"b\" : {\n\"data_offsets\": [ 4 , 8 ],\t\"shape\": [ ],\r\"dtype\" : \"F32\" } ,"
                + one("a", "F32", "[1]", "[0,4]").substring(1) + "  ";
        Files.write(file, file(json.getBytes(StandardCharsets.UTF_8), 8));
        Tensors read = Safetensors.read(file).tensors();
        assertEquals(List.of("b", "a"), read.names());
        assertFalse(read.get("b").isAttached());
    }
}
