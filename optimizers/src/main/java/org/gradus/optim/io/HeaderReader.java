package org.gradus.optim.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/**
 * Reads a header and nothing else: not JSON at large (RFC 8259) but the two levels of it that the format has, so that
 * no input makes it recurse. Strict: every name stands once, numbers are whole and not negative, text is UTF-8.
 */
final class HeaderReader {
    /** The axes that ND4J can hold; a longer list is not collected. */
    private static final int AXES = 32;

    private final byte[] json;
    private int position;

    private HeaderReader(byte[] json) {
        this.json = json;
    }

    static Header read(byte[] json) {
        return new HeaderReader(json).header();
    }

    private Header header() {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        // The format allows space behind the header, for alignment, and none before it.
        if (json.length == 0 || json[0] != '{') throw unexpected("'{'");
        object(name -> {
            if (name.equals(Header.METADATA)) object(key -> metadata.put(key, string()));
            else entries.add(entry(name));
        });
        skipSpace();
        if (position < json.length) throw unexpected("the end of the header");
        return new Header(entries, metadata);
    }

    private Entry entry(String name) {
        try {
            return new Members().entry(name);
        } catch (InvalidInput e) {
            throw e.in("tensor " + Names.shown(name));
        }
    }

    /** The three members of a tensor, in any order. */
    private final class Members {
        private ElementType type;
        private long[] shape;
        private long[] offsets;

        Entry entry(String name) {
            object(member -> {
                switch (member) {
                    case "dtype" -> type = ElementType.named(string());
                    case "shape" -> shape = numbers(member, AXES);
                    case "data_offsets" -> offsets = numbers(member, 2);
                    default -> throw damaged("unknown member " + Names.shown(member));
                }
            });
            if (type == null) throw damaged("the member dtype is missing");
            if (shape == null) throw damaged("the member shape is missing");
            if (offsets == null || offsets.length < 2) throw damaged("the member data_offsets needs two numbers");
            return new Entry(name, type, shape, offsets[0], offsets[1]);
        }
    }

    /** {@code {"name": value, ...}}; the member reads the value. */
    private void object(Consumer<String> member) {
        expect('{');
        if (accept('}')) return;
        Set<String> names = new HashSet<>();
        do {
            String name = string();
            if (!names.add(name)) throw damaged("the name " + Names.shown(name) + " stands twice");
            expect(':');
            member.accept(name);
        } while (accept(','));
        expect('}');
    }

    private long[] numbers(String member, int atMost) {
        expect('[');
        if (accept(']')) return new long[0];
        long[] numbers = new long[atMost];
        int count = 0;
        do {
            if (count == atMost) throw damaged("the member " + member + " has more than " + atMost + " numbers");
            numbers[count++] = number();
        } while (accept(','));
        expect(']');
        return Arrays.copyOf(numbers, count);
    }

    private long number() {
        skipSpace();
        int start = position;
        long number = 0;
        while (position < json.length && json[position] >= '0' && json[position] <= '9') {
            int digit = json[position++] - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                throw damaged("the number at header byte " + start + " is too large");
            }
            number = 10 * number + digit;
        }
        boolean leadingZero = position - start > 1 && json[start] == '0';
        if (position == start || leadingZero) throw unexpected("a whole number >= 0");
        return number;
    }

    private String string() {
        expect('"');
        int start = position;
        boolean escaped = false;
        while (position < json.length && json[position] != '"') {
            if (json[position] >= 0 && json[position] < ' ') throw unexpected("text without control characters");
            if (json[position] == '\\') {
                escaped = true;
                position++;
            }
            position++;
        }
        int end = position;
        expect('"');
        String text = utf8(start, end);
        return escaped ? unescaped(text, start) : text;
    }

    private String utf8(int start, int end) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json, start, end - start)).toString();
        } catch (CharacterCodingException e) {
            throw damaged("the text at header byte " + start + " is not UTF-8");
        }
    }

    private static String unescaped(String text, int start) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            switch (text.charAt(++i)) {
                case '"' -> plain.append('"');
                case '\\' -> plain.append('\\');
                case '/' -> plain.append('/');
                case 'b' -> plain.append('\b');
                case 'f' -> plain.append('\f');
                case 'n' -> plain.append('\n');
                case 'r' -> plain.append('\r');
                case 't' -> plain.append('\t');
                case 'u' -> {
                    plain.append(codeUnit(text, i + 1, start));
                    i += 4;
                }
                default -> throw damaged("the text at header byte " + start + " has an unknown escape");
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(plain)) {
            throw damaged("the text at header byte " + start + " is not valid Unicode");
        }
        return plain.toString();
    }

    private static char codeUnit(String text, int from, int start) {
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < text.length() && text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw damaged("the text at header byte " + start + " has an escape that is not 4 hex digits");
            }
            unit = 16 * unit + digit;
        }
        return (char) unit;
    }

    private void expect(char c) {
        if (!accept(c)) throw unexpected("'" + c + "'");
    }

    private boolean accept(char c) {
        skipSpace();
        if (position >= json.length || json[position] != c) return false;
        position++;
        return true;
    }

    private void skipSpace() {
        while (position < json.length && " \t\n\r".indexOf(json[position]) >= 0) position++;
    }

    private InvalidInput unexpected(String expected) {
        String found = position < json.length ? Names.shown(String.valueOf((char) (json[position] & 0xff))) : "its end";
        return damaged("header byte " + position + ": expected " + expected + " but found " + found);
    }

    private static InvalidInput damaged(String complaint) {
        return new InvalidInput(complaint + "; " + Header.DAMAGED);
    }
}
