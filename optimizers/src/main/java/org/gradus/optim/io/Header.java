package org.gradus.optim.io;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.tensor.Tensors;

/** What a file holds and where: the tensors in the order of the header, and free text by name. */
record Header(List<Entry> entries, Map<String, String> metadata) {
    /** The format's own limit on the length of the header, in bytes. */
    static final int LONGEST = 100_000_000;

    /** The name under which the metadata stands among the tensors. */
    static final String METADATA = "__metadata__";

    static final String DAMAGED = "the file is damaged or was not written as safetensors: copy or write it again";

    Header {
        metadata = Collections.unmodifiableMap(metadata);
    }

    /** The header of these tensors: widest elements first, so that each tensor is aligned to its elements. */
    static Header of(Tensors tensors, Map<String, String> metadata) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        tensors.forEach((name, array) -> entries.put(name, null));
        List<String> byWidth = new ArrayList<>(tensors.names());
        byWidth.sort(Comparator.comparingInt((String name) -> -type(name, tensors).width()));
        long begin = 0;
        for (String name : byWidth) {
            ElementType type = type(name, tensors);
            long[] shape = tensors.get(name).shape();
            long end = begin + Entry.bytes(type, shape);
            entries.put(name, new Entry(name, type, shape, begin, end));
            begin = end;
        }
        return new Header(List.copyOf(entries.values()), metadata);
    }

    private static ElementType type(String name, Tensors tensors) {
        try {
            return ElementType.of(tensors.get(name).dataType());
        } catch (InvalidInput e) {
            throw e.in("tensor " + Names.shown(name));
        }
    }

    /** The entries as their bytes follow each other. */
    List<Entry> inFileOrder() {
        List<Entry> order = new ArrayList<>(entries);
        order.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return order;
    }

    /** Checks that the tensors cover the data without a hole, an overlap or a byte too many. */
    void covers(long dataBytes) {
        long end = 0;
        for (Entry entry : inFileOrder()) {
            if (entry.begin() != end) {
                throw new InvalidInput("tensor " + Names.shown(entry.name()) + " makes "
                        + (entry.begin() > end ? "a hole" : "an overlap") + ": it begins at byte " + entry.begin()
                        + " of the data where byte " + end + " is due; " + DAMAGED);
            }
            if (entry.end() > dataBytes) {
                throw new InvalidInput("tensor " + Names.shown(entry.name()) + " ends at byte " + entry.end()
                        + " of the data, but the file has only " + dataBytes
                        + "; the file is truncated: copy it again");
            }
            end = entry.end();
        }
        if (end != dataBytes) {
            throw new InvalidInput((dataBytes - end) + " bytes follow the last tensor; " + DAMAGED);
        }
    }

    /** The header as JSON in UTF-8, padded with spaces so that the data begins at a multiple of 8 bytes. */
    byte[] json() {
        List<String> members = new ArrayList<>();
        if (!metadata.isEmpty()) members.add(quoted(METADATA) + ":" + metadataJson());
        for (Entry e : entries) {
            if (e.name().equals(METADATA)) {
                throw new InvalidInput("a tensor cannot be called " + METADATA
                        + ", the format keeps that name; rename it");
            }
            members.add(quoted(e.name()) + ":{\"dtype\":\"" + e.type() + "\",\"shape\":" + numbers(e.shape())
                    + ",\"data_offsets\":" + numbers(e.begin(), e.end()) + "}");
        }
        byte[] text = ("{" + String.join(",", members) + "}").getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        if (padded.length > LONGEST) {
            throw new InvalidInput("the header would take " + padded.length + " bytes, more than the " + LONGEST
                    + " of the format; write fewer tensors or less metadata");
        }
        return padded;
    }

    /** By key: the same content is the same bytes. */
    private String metadataJson() {
        return new TreeMap<>(metadata).entrySet().stream()
                .map(e -> quoted(e.getKey()) + ":" + quoted(e.getValue())).collect(Collectors.joining(",", "{", "}"));
    }

    private static String numbers(long... numbers) {
        return Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidInput(Names.shown(text) + " is not valid Unicode; rename it");
        }
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') json.append('\\').append(c);
            else if (c < ' ') json.append(String.format("\\u%04x", (int) c));
            else json.append(c);
        }
        return json.append('"').toString();
    }
}
