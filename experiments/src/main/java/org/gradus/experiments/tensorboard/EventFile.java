package org.gradus.experiments.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;
import org.gradus.optim.io.AtomicFile;

/**
 * An event file: records of the TFRecord format, each an {@code Event} message (tensorflow/core/util/event.proto) with
 * scalars. A record is its length (8 bytes, little-endian), the length's checksum, the data, and the data's checksum.
 */
final class EventFile {
    /** Fields of Event. */
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    /** Fields of Summary, and of Summary.Value. */
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;

    private final ByteArrayOutputStream records = new ByteArrayOutputStream();
    private int events;

    EventFile() {
        record(new Message().float64(WALL_TIME, 0).text(FILE_VERSION, "brain.Event:2"));
    }

    /** Adds an event. Its time is its place in the file, in seconds: files tell of results, not of the clock. */
    void scalars(long step, Map<String, Float> values) {
        Message summary = new Message();
        values.forEach((tag, value) -> summary.message(VALUE, new Message().text(TAG, tag).float32(SIMPLE_VALUE, value)));
        record(new Message().float64(WALL_TIME, events++).integer(STEP, step).message(SUMMARY, summary));
    }

    void write(Path file) {
        ByteBuffer bytes = ByteBuffer.wrap(records.toByteArray());
        AtomicFile.write(file, channel -> {
            while (bytes.hasRemaining()) channel.write(bytes);
        });
    }

    private void record(Message event) {
        byte[] data = event.toBytes();
        byte[] length = littleEndian(Long.BYTES).putLong(data.length).array();
        records.writeBytes(length);
        records.writeBytes(littleEndian(Integer.BYTES).putInt(checksum(length)).array());
        records.writeBytes(data);
        records.writeBytes(littleEndian(Integer.BYTES).putInt(checksum(data)).array());
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** CRC-32C, turned by 15 bits and moved: the format masks it, as data may itself have checksums in it. */
    private static int checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }
}
