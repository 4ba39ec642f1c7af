package org.gradus.federated.codec;

import org.gradus.optim.option.InvalidInput;

/**
 * k increasing indices below d in the code of Elias and Fano (Vigna, arXiv 1206.4300): the low {@code l = floor(log2(d/k))}
 * bits of each index as they are, the rest as gaps in unary. {@code k l + k + floor((d - 1) / 2^l)} bits, so some
 * {@code 2 + log2(d/k)} an index, whatever the indices are: for k below d/5 and in the hundreds or more about 0.6 bits an
 * index above the least possible.
 */
final class Indices {
    private Indices() {}

    static long bits(int k, int d) {
        int low = lowBits(k, d);
        return (long) k * low + k + ((d - 1) >> low);
    }

    static void write(int[] indices, int d, BitWriter out) {
        int low = lowBits(indices.length, d);
        for (int index : indices) out.write(index, low);
        int high = 0;
        for (int index : indices) {
            for (; high < index >> low; high++) out.write(0, 1);
            out.write(1, 1);
        }
    }

    /** @throws InvalidInput if the bits are not k increasing indices below d */
    static int[] read(int k, int d, BitReader in) {
        int low = lowBits(k, d);
        int[] indices = new int[k];
        for (int i = 0; i < k; i++) indices[i] = (int) in.read(low);
        int high = 0;
        int next = 0;
        for (long bits = (long) k + ((d - 1) >> low); bits > 0; bits--) {
            if (in.read(1) == 0) {
                high++;
            } else if (next < k) {
                indices[next++] |= high << low;
            } else {
                next = k + 1;
            }
        }
        if (next != k || !increasing(indices, d)) {
            throw new InvalidInput("the payload's indices are not " + k + " increasing ones below " + d);
        }
        return indices;
    }

    private static boolean increasing(int[] indices, int d) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] >= d || i > 0 && indices[i] <= indices[i - 1]) return false;
        }
        return true;
    }

    private static int lowBits(int k, int d) {
        return 31 - Integer.numberOfLeadingZeros(d / k);
    }
}
