package org.gradus.optim.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** How the elements of all tensors are shared out: a piece is the work of one block, of one tensor. */
record Pieces(int[] tensors, long[] starts, int[] lengths) {
    /** Bytes of the struct {@code chunk}. */
    private static final int BYTES = 16;

    /** Pieces of this length at most, each from a multiple of it on. */
    static Pieces cut(long[] tensorLengths, long length) {
        List<long[]> cut = new ArrayList<>();
        for (int j = 0; j < tensorLengths.length; j++) {
            for (long start = 0; start < tensorLengths[j]; start += length) {
                cut.add(new long[] {j, start, Math.min(length, tensorLengths[j] - start)});
            }
        }
        int n = cut.size();
        Pieces pieces = new Pieces(new int[n], new long[n], new int[n]);
        for (int c = 0; c < n; c++) {
            pieces.tensors[c] = (int) cut.get(c)[0];
            pieces.starts[c] = cut.get(c)[1];
            pieces.lengths[c] = Math.toIntExact(cut.get(c)[2]);
        }
        return pieces;
    }

    int count() {
        return lengths.length;
    }

    DeviceMemory upload(Holdings holdings) {
        ByteBuffer bytes = Holdings.buffer(BYTES * count());
        for (int c = 0; c < count(); c++) bytes.putLong(starts[c]).putInt(tensors[c]).putInt(lengths[c]);
        return holdings.of(bytes.flip());
    }
}
