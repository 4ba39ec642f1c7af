package org.gradus.optim.lora;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.io.Safetensors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The adapters in resources/peft are written by PEFT itself (src/test/python/peft_adapters.py). */
class PeftAdapterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path MADE_BY_PEFT =
            Path.of(System.getProperty("gradus.root"), "src", "test", "resources", "peft");

    @TempDir
    private Path folder;

    /** The scale, the patterns and the orientation are right only if the update of every weight is PEFT's. */
    @ParameterizedTest
    @ValueSource(strings = {"plain-float32", "plain-float16", "patterns-bfloat16", "named"})
    void theUpdatesOfAnAdapterOfPeftAreThoseThatPeftComputes(String name) throws IOException {
        PeftAdapter adapter = PeftAdapter.read(MADE_BY_PEFT.resolve(name));
        JsonNode expected = JSON.readTree(MADE_BY_PEFT.resolve(name).resolve("expected.json").toFile());
        assertEquals(expected.size(), adapter.pairs().size());
        for (LoraPair pair : adapter.pairs()) {
            assertEquals(DataType.FLOAT, pair.up().dataType());
            LoraPair wide = LoraPair.peft(pair.name(), pair.up().castTo(DataType.DOUBLE), pair.down().castTo(DataType.DOUBLE))
                    .withScale(pair.scale());
            double[][] update = JSON.convertValue(expected.get(pair.name()), double[][].class);
            for (int i = 0; i < update.length; i++) {
                assertArrayEquals(update[i], wide.product().getRow(i).toDoubleVector(), 1e-15, pair.name());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain-float32", "plain-float16", "patterns-bfloat16", "named"})
    void readAndWrittenItIsTheSameAdapterWithEveryKeyOfItsConfig(String name) throws IOException {
        PeftAdapter adapter = PeftAdapter.read(MADE_BY_PEFT.resolve(name));
        adapter.write(folder);
        PeftAdapter again = PeftAdapter.read(folder);
        assertSamePairs(adapter.pairs(), again.pairs());
        assertEquals(JSON.readTree(MADE_BY_PEFT.resolve(name).resolve("adapter_config.json").toFile()),
                JSON.readTree(folder.resolve("adapter_config.json").toFile()));
        again.write(folder);
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count(), "nothing is left beside the two files");
        }
    }

    @Test
    void namesAndMetadataAreThoseThatPeftWrites() {
        Path original = MADE_BY_PEFT.resolve("plain-float32");
        PeftAdapter.read(original).write(folder);
        Safetensors expected = Safetensors.read(original.resolve("adapter_model.safetensors"));
        Safetensors ours = Safetensors.read(folder.resolve("adapter_model.safetensors"));
        assertEquals(expected.metadata(), ours.metadata());
        assertEquals(expected.tensors().names().stream().sorted().toList(), ours.tensors().names().stream().sorted().toList());
        for (String name : expected.tensors().names()) assertEquals(expected.tensors().get(name), ours.tensors().get(name));
    }

    /** Names that end alike, so that a pattern for one could be taken for the other. */
    @Test
    void theConfigOfNewPairsGivesEachItsRankAndScale() {
        List<LoraPair> pairs = List.of(pair("fc", 2, 0.1), pair("block.fc", 3, 7.0 / 3), pair("out", 2, 0.1));
        PeftAdapter.of(pairs).write(folder);
        PeftAdapter read = PeftAdapter.read(folder);
        assertSamePairs(pairs, read.pairs());
        assertEquals(Map.of("fc", 2, "block.fc", 3, "out", 2), read.config().values().get("rank_pattern"));
        assertEquals(0.2, read.config().values().get("lora_alpha"));
        PeftConfig uniform = PeftConfig.of(List.of(pair("a", 4, 2), pair("b", 4, 2)));
        assertEquals(8, uniform.values().get("lora_alpha"));
        assertEquals(Map.of(), uniform.values().get("alpha_pattern"));
    }

    @Test
    void bothFactorsTallAreWrittenAsPeftHasThem() {
        INDArray a = Nd4j.rand(DataType.FLOAT, 5, 2);
        INDArray b = Nd4j.rand(DataType.FLOAT, 3, 2);
        PeftAdapter.of(List.of(LoraPair.abt("w", a, b))).write(folder);
        LoraPair read = PeftAdapter.read(folder).pairs().get(0);
        assertEquals(a, read.up());
        assertEquals(b.transpose().dup('c'), read.down());
    }

    @Test
    void pairsAreTheMemoryThatAnOptimizerWritesAndTheFileHolds() {
        PeftAdapter adapter = PeftAdapter.read(MADE_BY_PEFT.resolve("plain-float32"));
        Tensors parameters = Tensors.of(adapter.pairs().toArray(LoraPair[]::new));
        parameters.values().forEach(array -> array.assign(0.5));
        adapter.write(folder);
        PeftAdapter.read(folder).pairs().forEach(p -> assertEquals(0.5, p.down().minNumber().doubleValue()));
    }

    /** Every float16 and bfloat16 there is, against the definition of its bits. */
    @ParameterizedTest
    @CsvSource({"HALF, 5, 10", "BFLOAT16, 8, 7"})
    void halfPrecisionIsWidenedExactly(DataType type, int exponentBits, int fractionBits) throws IOException {
        // Pairs of a finite number's 16 bits, row by row, under the names of an adapter.
        int count = (1 << 15) - (1 << fractionBits);
        Map<String, INDArray> half = new LinkedHashMap<>();
        half.put("m.lora_A.weight", Nd4j.zeros(type, 1, count));
        half.put("m.lora_B.weight", Nd4j.zeros(type, 1, 1));
        Path file = Files.createDirectories(folder).resolve("adapter_model.safetensors");
        Safetensors.write(file, Tensors.of(half), Map.of());
        byte[] bytes = Files.readAllBytes(file);
        int from = bytes.length - 2 * (count + 1);
        for (int i = 0; i < count; i++) {
            bytes[from + 2 * i] = (byte) i;
            bytes[from + 2 * i + 1] = (byte) (i >> 8);
        }
        Files.write(file, bytes);
        Files.writeString(folder.resolve("adapter_config.json"), "{\"peft_type\": \"LORA\", \"r\": 1, \"lora_alpha\": 1}");
        float[] read = PeftAdapter.read(folder).pairs().get(0).down().ravel().toFloatVector();
        int bias = (1 << exponentBits - 1) - 1;
        for (int i = 0; i < count; i++) {
            int exponent = i >> fractionBits;
            double fraction = Math.scalb((double) (i & (1 << fractionBits) - 1), -fractionBits);
            double value = exponent == 0 ? Math.scalb(fraction, 1 - bias) : Math.scalb(1 + fraction, exponent - bias);
            assertEquals((float) value, read[i], 0, "bits " + i);
        }
    }

    @Test
    void whatIsMissingOrDoesNotFitIsSaidInOneLine() throws IOException {
        assertTrue(complaint(() -> PeftAdapter.read(folder)).contains("adapter_config.json: there is no such file"));
        copy("plain-float32");
        Files.delete(folder.resolve("adapter_model.safetensors"));
        assertTrue(complaint(() -> PeftAdapter.read(folder)).contains("adapter_model.safetensors: there is no such file"));
        Files.writeString(folder.resolve("adapter_model.bin"), "");
        assertTrue(complaint(() -> PeftAdapter.read(folder)).contains("safe_serialization=True"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "r": 2              | "r": 3                  | has rank 2, but the config says 3; correct r or rank_pattern
            "r": 2              | "r": "two"              | r must be a number, but is 'two'
            "r": 2              | "r": 2.5                | must be a whole number
            "lora_alpha": 6     | "lora_alpha": -6        | scale of pair
            "lora_alpha": 6     | "lora_alpha": null      | lora_alpha must be a number
            "LORA"              | "IA3"                   | peft_type is 'IA3'
            "use_dora": false   | "use_dora": true        | use_dora is 'true': DoRA's magnitude vectors are not supported
            "bias": "none"      | "bias": "all"           | trained biases are not supported
            "modules_to_save": null | "modules_to_save": ["score"] | modules saved whole are not supported
            "rank_pattern": {}  | "rank_pattern": {"(": 1} | '(' is not a regular expression
            "revision": null    | "r": 2                  | Duplicate field
            "revision": null    | "x": NaN                | not a JSON object
            """)
    void aConfigThatCannotBeIsSaidInOneLine(String good, String bad, String expected) throws IOException {
        copy("plain-float32");
        Path config = folder.resolve("adapter_config.json");
        String text = Files.readString(config);
        assertTrue(text.contains(good), good);
        Files.writeString(config, text.replace(good, bad));
        assertTrue(complaint(() -> PeftAdapter.read(folder)).contains(expected), () -> complaint(() -> PeftAdapter.read(folder)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            base_model.model.proj.lora_B.weight         |                                              | lacks its lora_B.weight
            base_model.model.proj.lora_A.weight         | base_model.model.proj.lora_E.weight          | no weight of lora_A or lora_B
            base_model.model.proj.lora_A.weight         | base_model.model.proj.lora_embedding_A       | a factor of an embedding
            base_model.model.proj.lora_A.weight         | base_model.model.proj.lora_magnitude_vector  | a magnitude vector of DoRA
            base_model.model.proj.lora_A.weight         | base_model.model.score.weight                | modules_to_save
            base_model.model.proj.lora_A.weight         | base_model.model.proj.lora_A.other.weight    | several adapters
            base_model.model.proj.lora_A.weight         | blocks.0.out.lora_A.weight                   | stands twice
            """)
    void aFileWithAnythingButPairsIsSaidInOneLine(String name, String renamed, String expected) throws IOException {
        copy("plain-float32");
        Path file = folder.resolve("adapter_model.safetensors");
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        Safetensors.read(file).tensors().forEach((n, array) -> {
            if (!n.equals(name)) arrays.put(n, array);
            else if (renamed != null) arrays.put(renamed, array);
        });
        Safetensors.write(file, Tensors.of(arrays), Map.of());
        String complaint = complaint(() -> PeftAdapter.read(folder));
        assertTrue(complaint.contains(expected), complaint);
        assertTrue(complaint.startsWith(file.toString()), complaint);
    }

    @Test
    void convolutionsAndWholeNumbersAreRefused() throws IOException {
        copy("plain-float32");
        Path file = folder.resolve("adapter_model.safetensors");
        for (INDArray odd : List.of(Nd4j.zeros(2, 3, 1, 1), Nd4j.zeros(DataType.INT32, 2, 3))) {
            Safetensors.write(file, Tensors.of("proj.lora_A.weight", odd, "proj.lora_B.weight", Nd4j.zeros(6, 2)), Map.of());
            String complaint = complaint(() -> PeftAdapter.read(folder));
            assertTrue(complaint.contains(odd.rank() == 4 ? "convolution" : "convert it to float32"), complaint);
        }
    }

    @Test
    void bracketsThatWouldOverflowTheStackAreRefused() throws IOException {
        copy("plain-float32");
        Files.writeString(folder.resolve("adapter_config.json"), "{\"a\":" + "[".repeat(200_000));
        assertTrue(complaint(() -> PeftAdapter.read(folder)).contains("nested deeper"));
    }

    @Test
    void aPairThatPeftWouldNotLoadIsNotWritten() {
        PeftConfig config = PeftConfig.of(List.of(pair("fc", 2, 1)));
        PeftAdapter adapter = new PeftAdapter(List.of(pair("fc", 2, 1), pair("out", 2, 1)), config);
        assertTrue(complaint(() -> adapter.write(folder)).contains("target_modules of the config leaves out pair 'out'"));
        assertFalse(Files.exists(folder.resolve("adapter_model.safetensors")));
        new PeftAdapter(adapter.pairs(), config.with("target_modules", ".*")).write(folder);
        assertTrue(complaint(() -> new PeftAdapter(List.of(pair("fc", 2, 3)), config)).contains("has scale 3.0, but the config says 1.0"));
        assertTrue(complaint(() -> PeftAdapter.of(List.of())).contains("at least one pair"));
    }

    private static LoraPair pair(String name, int rank, double scale) {
        return LoraPair.peft(name, Nd4j.rand(DataType.FLOAT, 5, rank), Nd4j.rand(DataType.FLOAT, rank, 4)).withScale(scale);
    }

    private void copy(String name) throws IOException {
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.copy(MADE_BY_PEFT.resolve(name).resolve(file), folder.resolve(file));
        }
    }

    private static void assertSamePairs(List<LoraPair> expected, List<LoraPair> read) {
        Map<String, LoraPair> byName = new HashMap<>();
        read.forEach(p -> byName.put(p.name(), p));
        assertEquals(expected.size(), byName.size());
        for (LoraPair pair : expected) {
            LoraPair other = byName.get(pair.name());
            assertEquals(pair.up(), other.up());
            assertEquals(pair.down(), other.down());
            assertEquals(pair.scale(), other.scale(), 1e-15 * pair.scale());
        }
    }

    private static String complaint(Runnable action) {
        String message = assertThrows(InvalidInput.class, action::run).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }
}
