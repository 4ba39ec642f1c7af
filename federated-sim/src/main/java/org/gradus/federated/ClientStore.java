package org.gradus.federated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** The memories of clients that have taken part, by client. Any number of threads may read while none writes. */
interface ClientStore extends AutoCloseable {
    /** A copy of the client's memory, or null if it has none yet. */
    double[] get(int client);

    void put(int client, double[] memory);

    /** The clients that have a memory, in order. */
    int[] clients();

    @Override
    void close();

    static ClientStore inMemory() {
        Map<Integer, double[]> memories = new TreeMap<>();
        return new ClientStore() {
            @Override
            public double[] get(int client) {
                double[] memory = memories.get(client);
                return memory == null ? null : memory.clone();
            }

            @Override
            public void put(int client, double[] memory) {
                memories.put(client, memory.clone());
            }

            @Override
            public int[] clients() {
                return memories.keySet().stream().mapToInt(Integer::intValue).toArray();
            }

            @Override
            public void close() {
                memories.clear();
            }
        };
    }

    /** In a file of records of this many numbers, by client; scratch space, deleted at the end. */
    static ClientStore onDisk(Path folder, int length) {
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "clients-", ".tmp");
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            return new OnDisk(channel, length);
        } catch (IOException e) {
            throw new UncheckedIOException("clients' memories cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Positional reads and writes share no position, so threads do not meet. */
    final class OnDisk implements ClientStore {
        private final FileChannel channel;
        private final int length;
        private final BitSet known = new BitSet();

        private OnDisk(FileChannel channel, int length) {
            this.channel = channel;
            this.length = length;
        }

        @Override
        public double[] get(int client) {
            if (!known.get(client)) return null;
            ByteBuffer bytes = ByteBuffer.allocate(length * Double.BYTES);
            try {
                long begin = (long) client * bytes.capacity();
                while (bytes.hasRemaining()) {
                    int count = channel.read(bytes, begin + bytes.position());
                    if (count < 0) throw new IOException("the file is shorter than it was");
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the memory of client " + client + " cannot be read: " + e.getMessage(), e);
            }
            double[] memory = new double[length];
            bytes.flip().asDoubleBuffer().get(memory);
            return memory;
        }

        @Override
        public void put(int client, double[] memory) {
            ByteBuffer bytes = ByteBuffer.allocate(length * Double.BYTES);
            bytes.asDoubleBuffer().put(memory);
            try {
                long begin = (long) client * bytes.capacity();
                while (bytes.hasRemaining()) channel.write(bytes, begin + bytes.position());
            } catch (IOException e) {
                throw new UncheckedIOException("the memory of client " + client + " cannot be written: "
                        + e.getMessage(), e);
            }
            known.set(client);
        }

        @Override
        public int[] clients() {
            return known.stream().toArray();
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
