package org.gradus.optim.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The content of a file in the safetensors format (github.com/huggingface/safetensors): arrays by name, and free text
 * by name. Files are exchanged with every other implementation of the format, and none of them is trusted: what the
 * header claims is checked against the file before memory is taken for it.
 *
 * <p>Layout: 8 bytes with the header's length, little-endian; the header, JSON in UTF-8, which gives every tensor its
 * {@code dtype}, {@code shape} and {@code data_offsets}; the data, row by row, little-endian, without holes. Element
 * types: F64, F32, F16, BF16, signed and unsigned integers of 8 to 64 bits, BOOL.
 *
 * @param tensors the arrays in the order of the header; those read from a file belong to the caller and are outside
 *     any workspace
 * @param metadata what the header says under {@code __metadata__}; empty where it says nothing
 */
public record Safetensors(Tensors tensors, Map<String, String> metadata) {
    private static final int PREFIX = Long.BYTES;

    /**
     * Writes the arrays in their order, with views and column-major arrays row by row. The file appears as a whole or
     * not at all ({@link AtomicFile}); the same content is the same bytes.
     *
     * @throws InvalidInput if a name or an element type has no place in the format
     * @throws UncheckedIOException if the disk refuses
     */
    public static void write(Path file, Tensors tensors, Map<String, String> metadata) {
        try {
            Header header = Header.of(tensors, metadata);
            byte[] json = header.json();
            ByteBuffer start = ByteBuffer.allocate(PREFIX + json.length).order(ByteOrder.LITTLE_ENDIAN);
            start.putLong(json.length).put(json).flip();
            AtomicFile.write(file, channel -> {
                AtomicFile.writeFully(channel, start);
                for (Entry entry : header.inFileOrder()) {
                    HostMemory.read(tensors.get(entry.name()), window -> AtomicFile.writeFully(channel, window));
                }
            });
        } catch (InvalidInput e) {
            throw e.in(file.toString());
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws InvalidInput if there is no such file, or it is not a valid one, or does not fit into memory
     * @throws UncheckedIOException if the disk fails
     */
    public static Safetensors read(Path file) {
        try {
            if (!Files.isRegularFile(file)) throw new InvalidInput("there is no such file; check the path");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return read(channel);
            }
        } catch (InvalidInput e) {
            throw e.in(file.toString());
        } catch (IOException e) {
            throw AtomicFile.failure("cannot read " + file, e);
        }
    }

    private static Safetensors read(FileChannel channel) throws IOException {
        int length = headerLength(channel);
        ByteBuffer json = ByteBuffer.allocate(length);
        readFully(channel, json, PREFIX);
        Header header = HeaderReader.read(json.array());
        long data = PREFIX + length;
        header.covers(channel.size() - data);

        Map<String, INDArray> byName = new HashMap<>();
        for (Entry entry : header.inFileOrder()) {
            try {
                byName.put(entry.name(), array(channel, data, entry));
            } catch (InvalidInput e) {
                throw e.in("tensor " + Names.shown(entry.name()));
            }
        }
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        header.entries().forEach(entry -> arrays.put(entry.name(), byName.get(entry.name())));
        return new Safetensors(Tensors.of(arrays), header.metadata());
    }

    private static int headerLength(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < PREFIX) {
            throw new InvalidInput("the file has " + size + " bytes, less than the " + PREFIX
                    + " of the header's length; " + Header.DAMAGED);
        }
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, prefix, 0);
        long length = prefix.getLong(0);
        String claim = "the header would have " + Long.toUnsignedString(length) + " bytes, more than the ";
        if (length < 0 || length > Header.LONGEST) {
            throw new InvalidInput(claim + Header.LONGEST + " of the format; " + Header.DAMAGED);
        }
        if (length > size - PREFIX) {
            throw new InvalidInput(claim + (size - PREFIX) + " that follow; the file is truncated: copy it again");
        }
        return (int) length;
    }

    private static INDArray array(FileChannel channel, long data, Entry entry) throws IOException {
        long[] position = {data + entry.begin()};
        return HostMemory.filled(entry.type(), entry.shape(), window -> {
            long length = window.remaining();
            readFully(channel, window, position[0]);
            position[0] += length;
        });
    }

    private static void readFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long next = position;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, next);
            if (count < 0) throw new InvalidInput("the file became shorter while it was read; read it again");
            next += count;
        }
    }
}
