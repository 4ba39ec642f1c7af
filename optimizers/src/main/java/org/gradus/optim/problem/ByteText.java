package org.gradus.optim.problem;

import java.util.Arrays;
import java.util.List;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;

/**
 * Texts as examples for a language model: every byte is to be told from the {@code context} bytes before it. The classes
 * are the distinct bytes of an alphabet, in ascending order; features are their numbers, and one more number stands for
 * what comes before a text begins. Contexts are looked up when they are needed, so a text takes one byte and one label
 * for each of its bytes.
 */
public final class ByteText {
    private final byte[] alphabet;
    private final int[] code = new int[1 << Byte.SIZE];

    private ByteText(byte[] alphabet) {
        this.alphabet = alphabet;
        Arrays.fill(code, -1);
        for (int i = 0; i < alphabet.length; i++) code[alphabet[i] & 0xFF] = i;
    }

    /** The alphabet of all bytes that occur in these texts; at least two. */
    public static ByteText over(List<byte[]> texts) {
        boolean[] occurs = new boolean[1 << Byte.SIZE];
        for (byte[] text : texts) {
            for (byte b : text) occurs[b & 0xFF] = true;
        }
        byte[] alphabet = new byte[occurs.length];
        int n = 0;
        for (int b = 0; b < occurs.length; b++) {
            if (occurs[b]) alphabet[n++] = (byte) b;
        }
        Require.check(n >= 2, "a text", "of at least two different bytes", n);
        return new ByteText(Arrays.copyOf(alphabet, n));
    }

    /** Distinct bytes. */
    public int classes() {
        return alphabet.length;
    }

    /**
     * One example for every byte of a part of each text, in order. The context may reach back before the part, but not
     * before the text.
     *
     * @param from    of each text, the first byte to tell
     * @param to      of each text, the byte after the last one to tell
     * @param context at least 1
     */
    public Examples examples(List<byte[]> texts, int[] from, int[] to, int context) {
        Require.check(context >= 1, "context", "at least 1", context);
        int total = 0;
        for (int t = 0; t < texts.size(); t++) {
            Require.check(0 <= from[t] && from[t] <= to[t] && to[t] <= texts.get(t).length, "the part of text " + t,
                    "in a text of " + texts.get(t).length + " bytes", "from " + from[t] + " to " + to[t]);
            total = Math.addExact(total, to[t] - from[t]);
        }
        Require.check(total >= 1, "the texts", "of at least one byte", total);
        int[] labels = new int[total];
        int[] first = new int[texts.size()];
        int at = 0;
        for (int t = 0; t < texts.size(); t++) {
            first[t] = at;
            for (int i = from[t]; i < to[t]; i++) labels[at++] = code(texts.get(t)[i]);
        }
        return new Examples(example -> context(texts, first, from, example, context), labels, context, alphabet.length);
    }

    private int code(byte b) {
        int code = this.code[b & 0xFF];
        if (code < 0) throw new InvalidInput("byte " + (b & 0xFF) + " is not in the alphabet; build it over all texts");
        return code;
    }

    private double[] context(List<byte[]> texts, int[] first, int[] from, int example, int context) {
        int t = Arrays.binarySearch(first, example);
        if (t < 0) t = -t - 2;
        // Of texts without a part, which begin at the same example, the last is the one that has it.
        while (t + 1 < first.length && first[t + 1] == example) t++;
        byte[] text = texts.get(t);
        int place = from[t] + example - first[t];
        double[] codes = new double[context];
        for (int k = 0; k < context; k++) {
            int i = place - context + k;
            codes[k] = i < 0 ? alphabet.length : code[text[i] & 0xFF];
        }
        return codes;
    }
}
