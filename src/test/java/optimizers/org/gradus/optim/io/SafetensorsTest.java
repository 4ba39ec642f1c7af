package org.gradus.optim.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SafetensorsTest {
    /** What the Python package, version 0.8.0, writes for w, n and s below; it sorts by width, then name. */
    private static final String HEADER = "{\"__metadata__\":{\"format\":\"np\"},"
            + "\"n\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"s\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[16,32]}}     ";

    @TempDir
    Path folder;

    private static byte[] fixture() {
        byte[] header = HEADER.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + 32).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(200).put(header).putLong(7).putDouble(0.5)
                .putFloat(1).putFloat(2).putFloat(3).putFloat(4).array();
    }

    @Test
    void aFileWrittenElsewhereIsRead() throws IOException {
        Path file = folder.resolve("fixture.safetensors");
        Files.write(file, fixture());
        Safetensors read = Safetensors.read(file);
        assertEquals(Map.of("format", "np"), read.metadata());
        assertEquals(List.of("n", "s", "w"), read.tensors().names());
        assertEquals(Nd4j.createFromArray(7L), read.tensors().get("n"));
        assertEquals(Nd4j.scalar(0.5), read.tensors().get("s"));
        assertEquals(Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}}), read.tensors().get("w"));
    }

    @Test
    void theFormatIsMetToTheByte() throws IOException {
        Path file = folder.resolve("out.safetensors");
        Tensors tensors = Tensors.of("n", Nd4j.createFromArray(7L), "s", Nd4j.scalar(0.5),
                "w", Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}}));
        Safetensors.write(file, tensors, Map.of("format", "np"));
        assertArrayEquals(fixture(), Files.readAllBytes(file));
    }

    @Test
    void namesKeepTheirOrderAndDataIsAlignedToItsElements() throws IOException {
        Path file = folder.resolve("order.safetensors");
        Tensors tensors = Tensors.of("bytes", Nd4j.createUninitialized(DataType.INT8, 3).assign(1),
                "wide", Nd4j.createFromArray(1.0, 2.0), "narrow", Nd4j.createFromArray(3f));
        Safetensors.write(file, tensors, Map.of());
        assertEquals(List.of("bytes", "wide", "narrow"), Safetensors.read(file).tensors().names());
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("[20,23]") && text.contains("[0,16]") && text.contains("[16,20]"), text);
        assertEquals(0, ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8);
    }

    @Test
    void bitsSurvive() {
        float[] floats = {Float.NaN, Float.intBitsToFloat(0x7fc12345), Float.intBitsToFloat(0x7f800001), -0f,
            Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
        double[] doubles = {Double.longBitsToDouble(0xfff8_0000_dead_beefL), -0.0, Double.MIN_VALUE,
            Double.POSITIVE_INFINITY, Math.PI};
        Tensors read = roundTrip(Tensors.of("floats", Nd4j.createFromArray(floats),
                "doubles", Nd4j.createFromArray(doubles)));
        for (int i = 0; i < floats.length; i++) {
            assertEquals(Float.floatToRawIntBits(floats[i]),
                    Float.floatToRawIntBits(read.get("floats").data().asNioFloat().get(i)));
        }
        for (int i = 0; i < doubles.length; i++) {
            assertEquals(Double.doubleToRawLongBits(doubles[i]),
                    Double.doubleToRawLongBits(read.get("doubles").data().asNioDouble().get(i)));
        }
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyElementTypeSurvives(ElementType type) {
        INDArray matrix = Nd4j.createFromArray(new float[][] {{1, 0, 3}, {4, 5, 0}}).castTo(type.array);
        Tensors tensors = Tensors.of("matrix", matrix, "columns", matrix.dup('f'),
                "scalar", Nd4j.createUninitializedDetached(type.array, 'c').assign(1),
                "none", Nd4j.createUninitializedDetached(type.array, 'c', 2, 0, 3),
                "one", Nd4j.createUninitializedDetached(type.array, 'c', 1, 1, 1).assign(1));
        Tensors read = roundTrip(tensors);
        tensors.forEach((name, array) -> {
            assertEquals(type.array, read.get(name).dataType());
            assertArrayEquals(array.shape(), read.get(name).shape(), name);
            assertFalse(read.get(name).isAttached());
            INDArray rows = array.isEmpty() ? array : array.dup('c');
            for (long i = 0; i < rows.length(); i++) {
                assertEquals(rows.getDouble(i), read.get(name).getDouble(i), name + " " + i);
            }
        });
    }

    @Test
    void viewsAndColumnMajorArraysAreWrittenRowByRow() {
        INDArray base = Nd4j.arange(24).castTo(DataType.FLOAT).reshape(4, 6);
        Tensors tensors = Tensors.of("column", base.getColumn(2), "row", base.getRow(3), "transposed", base.transpose(),
                "f", base.dup('f'), "window", base.get(NDArrayIndex.interval(1, 3), NDArrayIndex.interval(2, 5)),
                "strided", base.get(NDArrayIndex.interval(0, 2, 4), NDArrayIndex.all()));
        Tensors read = roundTrip(tensors);
        tensors.forEach((name, array) -> assertEquals(array, read.get(name), name));
        assertEquals('c', read.get("f").ordering());
        assertArrayEquals(new float[] {8, 9, 10, 14, 15, 16}, read.get("window").data().asFloat());
    }

    @Test
    void arraysInAWorkspaceAreWrittenAndThoseReadInOneOutliveIt() {
        Path file = folder.resolve("workspace.safetensors");
        Tensors read;
        try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace("safetensors-test")) {
            Safetensors.write(file, Tensors.of("w", Nd4j.createFromArray(1f, 2f, 3f).dup()), Map.of());
            read = Safetensors.read(file).tensors();
            assertFalse(read.get("w").isAttached());
        }
        assertArrayEquals(new float[] {1, 2, 3}, read.get("w").toFloatVector());
    }

    @Test
    void arraysLargerThanAWindowSurvive() {
        INDArray large = Nd4j.arange(20_000_000).castTo(DataType.FLOAT);
        INDArray read = roundTrip(Tensors.of("large", large)).get("large");
        assertEquals(large.getFloat(19_999_999), read.getFloat(19_999_999));
        assertEquals(large, read);
    }

    @Test
    void arraysBeyond2GiBAreSeenWhole() throws IOException {
        long length = (1L << 31) + 5;
        long[] seen = {0};
        try (INDArray large = HostMemory.filled(ElementType.I8, new long[] {length}, window -> {
            seen[0] += window.remaining();
            window.put(window.limit() - 1, (byte) (seen[0] == length ? 7 : 1));
        })) {
            assertEquals(length, seen[0]);
            assertEquals(7, large.getDouble(length - 1));
            byte[] last = {0};
            HostMemory.read(large, window -> last[0] = window.get(window.limit() - 1));
            assertEquals(7, last[0]);
        }
    }

    @Test
    void metadataAndNamesMayBeAnyText() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("z", "line\nbreak\t\"quoted\" \\ \u0001");
        metadata.put("", "\u00e9\u4e2d\ud83d\ude00");
        Path file = folder.resolve("text.safetensors");
        String name = "a \"b\"\\\n\u00e9\ud83d\ude00";
        Safetensors.write(file, Tensors.of(name, Nd4j.scalar(1f), "", Nd4j.scalar(2f)), metadata);
        Safetensors read = Safetensors.read(file);
        assertEquals(metadata, read.metadata());
        assertEquals(List.of(name, ""), read.tensors().names());
    }

    @Test
    void noTensorsAtAllIsAFile() {
        assertEquals(0, roundTrip(Tensors.of(Map.of())).size());
    }

    @Test
    void whatTheFormatCannotHoldIsNamed() {
        Path file = folder.resolve("never.safetensors");
        for (Tensors tensors : List.of(Tensors.of("__metadata__", Nd4j.scalar(1f)),
                Tensors.of("text", Nd4j.create("a")), Tensors.of("half\ud83d", Nd4j.scalar(1f)))) {
            InvalidInput e = assertThrows(InvalidInput.class, () -> Safetensors.write(file, tensors, Map.of()));
            assertTrue(e.getMessage().startsWith(file.toString()) && !e.getMessage().contains("\n"), e.getMessage());
        }
        assertFalse(Files.exists(file));
    }

    private Tensors roundTrip(Tensors tensors) {
        Path file = folder.resolve("round.safetensors");
        Safetensors.write(file, tensors, Map.of());
        Tensors read = Safetensors.read(file).tensors();
        assertEquals(tensors.names(), read.names());
        return read;
    }
}
