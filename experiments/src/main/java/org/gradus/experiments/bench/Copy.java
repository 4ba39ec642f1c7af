package org.gradus.experiments.bench;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Plain copying by all threads: what memory allows, eight bytes moved a float32 element. */
final class Copy implements Contender {
    /** One buffer holds less than 2 GiB. */
    static final long MOST = 1 << 28;

    private final ByteBuffer from;
    private final ByteBuffer to;
    private final int threads;

    Copy(Workload workload, int threads) {
        int bytes = (int) (4 * Math.min(MOST, workload.total()));
        this.from = ByteBuffer.allocateDirect(bytes);
        this.to = ByteBuffer.allocateDirect(bytes);
        this.threads = bytes < 1 << 18 ? 1 : threads;
    }

    @Override
    public String name() {
        return "copy";
    }

    @Override
    public void step() {
        if (threads == 1) {
            to.put(0, from, 0, from.capacity());
            return;
        }
        int part = from.capacity() / threads;
        IntStream.range(0, threads).parallel().forEach(i -> {
            int length = i == threads - 1 ? from.capacity() - i * part : part;
            to.put(i * part, from, i * part, length);
        });
    }
}
