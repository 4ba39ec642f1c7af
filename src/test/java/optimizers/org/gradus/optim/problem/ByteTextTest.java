package org.gradus.optim.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Texts as examples, and the language model on them. */
class ByteTextTest {
    /** A text that repeats itself. */
    static Examples sentence(int length, int context) {
        byte[] text = bytes("a small step, and then another one; ".repeat(length / 36 + 1).substring(0, length));
        return ByteText.over(List.of(text)).examples(List.of(text), new int[] {0}, new int[] {length}, context);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static double[][] rows(Examples examples) {
        double[][] rows = new double[examples.size()][];
        examples.gather(null, 0, rows.length, rows);
        return rows;
    }

    @Test
    void everyByteIsToldFromThoseBeforeItInItsOwnText() {
        List<byte[]> texts = List.of(bytes("bca"), bytes("ab"));
        Examples examples = ByteText.over(texts).examples(texts, new int[] {0, 0}, new int[] {3, 2}, 2);
        assertEquals(3, examples.classes());
        assertArrayEquals(new int[] {1, 2, 0, 0, 1}, examples.labels());
        // 3 stands for what is before a text
        assertArrayEquals(new double[][] {{3, 3}, {3, 1}, {1, 2}, {3, 3}, {3, 0}}, rows(examples));
    }

    @Test
    void aPartKeepsTheContextBeforeIt() {
        List<byte[]> texts = List.of(bytes("abcab"), bytes("xx"), bytes("cba"));
        Examples examples = ByteText.over(texts).examples(texts, new int[] {3, 0, 1}, new int[] {5, 0, 3}, 2);
        assertArrayEquals(new int[] {0, 1, 1, 0}, examples.labels());
        assertArrayEquals(new double[][] {{1, 2}, {2, 0}, {4, 2}, {2, 1}}, rows(examples));
        assertArrayEquals(new double[][] {{2, 1}, {1, 2}}, rows(examples.select(new int[] {3, 0})));
    }

    /** Bytes above 127 are not negative numbers. */
    @Test
    void theAlphabetIsOfUnsignedBytes() {
        byte[] text = {(byte) 0xE9, 'a', (byte) 0xFF};
        Examples examples = ByteText.over(List.of(text)).examples(List.of(text), new int[] {0}, new int[] {3}, 1);
        assertArrayEquals(new int[] {1, 0, 2}, examples.labels());
    }

    @Test
    void aModelThatKnowsNothingNeedsTheLogarithmOfTheAlphabet() {
        Examples examples = sentence(72, 4);
        ByteLanguageModel model = new ByteLanguageModel(examples, examples, 3, List.of(5), Activation.RELU, DataType.DOUBLE);
        Tensors nothing = model.start(1).zeros();
        assertEquals(List.of("embedding", "layer0.W", "layer0.b", "layer1.W", "layer1.b"), nothing.names());
        assertEquals(Math.log(examples.classes()), model.loss(nothing), 1e-14);
        assertEquals(Math.log(examples.classes()) / Math.log(2), model.metrics(nothing).get("testBitsPerByte"), 1e-13);
    }

    /** Four bytes tell the next one of this text. */
    @Test
    void itLearnsATextThatRepeatsItself() {
        Examples examples = sentence(108, 4);
        ByteLanguageModel model = new ByteLanguageModel(examples, null, 4, List.of(24), Activation.TANH, DataType.DOUBLE);
        Tensors parameters = model.start(1);
        Tensors gradient = parameters.zeros();
        for (int step = 0; step < 400; step++) {
            model.lossAndGradient(parameters, gradient, null);
            Samples.descend(parameters, gradient, 1);
        }
        assertTrue(model.loss(parameters) < 0.1, () -> "loss " + model.loss(parameters));
    }

    @Test
    void badInputIsOneLine() {
        List<byte[]> texts = List.of(bytes("abc"));
        ByteText text = ByteText.over(texts);
        assertTrue(ProblemContractTest.complaint(() -> ByteText.over(List.of(bytes("aaa")))).contains("two different"));
        assertTrue(ProblemContractTest.complaint(() -> text.examples(texts, new int[] {0}, new int[] {4}, 1)).contains("3 bytes"));
        assertTrue(ProblemContractTest.complaint(() -> text.examples(texts, new int[] {1}, new int[] {1}, 1)).contains("one byte"));
        assertTrue(ProblemContractTest.complaint(() -> text.examples(texts, new int[] {0}, new int[] {1}, 0)).contains("context"));
        assertTrue(ProblemContractTest.complaint(() -> text.examples(List.of(bytes("xyz")), new int[] {0}, new int[] {1}, 1))
                .contains("alphabet"));
    }
}
