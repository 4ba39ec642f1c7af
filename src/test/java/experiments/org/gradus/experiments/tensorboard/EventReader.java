package org.gradus.experiments.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads event files by the published formats, with none of the writer's code: records, checksums, messages. */
final class EventReader {
    record Event(double wallTime, long step, String version, Map<String, Float> values) {}

    private final ByteBuffer in;

    private EventReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static List<Event> read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        ByteBuffer records = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (records.hasRemaining()) {
            int start = records.position();
            int length = Math.toIntExact(records.getLong());
            check(masked(crc32c(all, start, 8)), records.getInt());
            byte[] data = new byte[length];
            records.get(data);
            check(masked(crc32c(data, 0, length)), records.getInt());
            events.add(new EventReader(data).event());
        }
        return events;
    }

    private static void check(int expected, int found) {
        if (expected != found) throw new AssertionError("checksum " + Integer.toHexString(found));
    }

    private static int masked(int crc) {
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    /** Bit by bit: polynomial 1EDC6F41, reflected. */
    static int crc32c(byte[] bytes, int offset, int length) {
        int crc = -1;
        for (int i = offset; i < offset + length; i++) {
            crc ^= bytes[i] & 0xff;
            for (int bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ ((crc & 1) == 1 ? 0x82f63b78 : 0);
        }
        return ~crc;
    }

    private Event event() {
        double wallTime = 0;
        long step = 0;
        String version = "";
        Map<String, Float> values = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            switch ((int) varint()) {
                case 1 << 3 | 1 -> wallTime = in.getDouble();
                case 2 << 3 -> step = varint();
                case 3 << 3 | 2 -> version = new String(bytes(), StandardCharsets.UTF_8);
                case 5 << 3 | 2 -> new EventReader(bytes()).summary(values);
                default -> throw new AssertionError("a field that no event has here");
            }
        }
        return new Event(wallTime, step, version, values);
    }

    private void summary(Map<String, Float> values) {
        while (in.hasRemaining()) {
            if (varint() != (1 << 3 | 2)) throw new AssertionError("not a value");
            EventReader value = new EventReader(bytes());
            if (value.varint() != (1 << 3 | 2)) throw new AssertionError("not a tag");
            String tag = new String(value.bytes(), StandardCharsets.UTF_8);
            if (value.varint() != (2 << 3 | 5)) throw new AssertionError("not a simple value");
            if (values.put(tag, value.in.getFloat()) != null) throw new AssertionError("twice: " + tag);
        }
    }

    private byte[] bytes() {
        byte[] bytes = new byte[Math.toIntExact(varint())];
        in.get(bytes);
        return bytes;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            long next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) return value;
        }
    }
}
