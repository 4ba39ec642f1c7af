package org.gradus.experiments.problem;

import java.util.Arrays;
import java.util.List;
import org.gradus.experiments.data.Addresses.President;
import org.gradus.experiments.data.Addresses;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.Activation;
import org.gradus.optim.problem.ByteLanguageModel;
import org.gradus.optim.problem.ByteText;
import org.gradus.optim.problem.Examples;
import org.gradus.optim.problem.Problem;
import org.nd4j.linalg.api.buffer.DataType;

/** The last {@code heldOut} bytes of what is used of each president are for testing. Groups are presidents. */
@Entry(type = "addresses", about =
        "the next byte of State of the Union addresses (43 presidents) by a feed-forward language model",
        source = "Bengio et al. 2003; texts: public domain, collected by stdlib's datasets-sotu, CC0 1.0")
public record AddressesModel(
        @Option(value = "8", about = "bytes that the next one is told from") int context,
        @Option(value = "8", about = "width of an embedding") int width,
        @Option(value = "64", about = "sizes of the hidden layers") List<Integer> hidden,
        @Option(value = "tanh", about = "between the layers") Activation activation,
        @Option(value = "2000", about = "bytes used of each president, from the first on; 0: all (11 million together)")
        int bytes,
        @Option(value = "200", about = "bytes of each president held out for testing") int heldOut) implements ProblemSpec {
    private static final int LARGEST = 10_000;
    /** At most so many different bytes. */
    private static final int ALPHABET = 256;

    public AddressesModel {
        hidden = List.copyOf(hidden);
        Require.check(context >= 1 && context <= LARGEST, "context", "from 1 to " + LARGEST, context);
        Require.check(width >= 1 && width <= LARGEST, "width", "from 1 to " + LARGEST, width);
        for (int size : hidden) Require.check(size >= 1 && size <= LARGEST, "hidden", "sizes from 1 to " + LARGEST, size);
        NetworkSize.check((long) context * width, hidden, ALPHABET);
        Require.check(heldOut >= 1 && heldOut <= LARGEST, "heldOut", "from 1 to " + LARGEST, heldOut);
        Require.check(bytes == 0 || bytes > heldOut, "bytes", "0 or more than heldOut (" + heldOut + ")", bytes);
    }

    @Override
    public Problem make(DataType type) {
        List<byte[]> texts = Addresses.load().stream().map(President::text).toList();
        int[] ends = ends(texts);
        int[] middles = Arrays.stream(ends).map(end -> end - heldOut).toArray();
        ByteText alphabet = ByteText.over(texts);
        Examples train = alphabet.examples(texts, new int[ends.length], middles, context);
        Examples test = alphabet.examples(texts, middles, ends, context);
        return new ByteLanguageModel(train, test, width, hidden, activation, type);
    }

    private int[] ends(List<byte[]> texts) {
        return texts.stream().mapToInt(text -> bytes == 0 ? text.length : Math.min(bytes, text.length)).toArray();
    }

    /** Of no use to share out by: all examples are of class 0. */
    @Override
    public int[] labels() {
        return new int[groups().length];
    }

    @Override
    public int[] groups() {
        int[] ends = ends(Addresses.load().stream().map(President::text).toList());
        int[] groups = new int[Arrays.stream(ends).map(end -> end - heldOut).sum()];
        int from = 0;
        for (int president = 0; president < ends.length; president++) {
            int to = from + ends[president] - heldOut;
            Arrays.fill(groups, from, to, president);
            from = to;
        }
        return groups;
    }
}
