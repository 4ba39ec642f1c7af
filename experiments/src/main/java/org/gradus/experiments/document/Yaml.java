package org.gradus.experiments.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradus.optim.option.InvalidInput;

/** YAML as this toolkit reads and writes it. */
public final class Yaml {
    /** A spec is a page; what is far larger is no spec, and must not fill the memory. */
    private static final long LONGEST = 1 << 20;

    /** Some editors begin files of UTF-8 with it; it means nothing. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final ObjectMapper WRITER = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());

    private Yaml() {}

    /** Reads a file that is one map. */
    public static Document read(Path file) {
        if (!Files.isRegularFile(file)) throw new InvalidInput(file + ": there is no such file");
        try {
            if (Files.size(file) > LONGEST) throw new InvalidInput(file + ": the file is larger than 1 MiB");
            return parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new InvalidInput(file + ": the file cannot be read (" + Complaint.of(e) + ")", e);
        }
    }

    /** @param source what messages call the document */
    public static Document parse(byte[] bytes, String source) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return DocumentReader.read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, source);
        } catch (CharacterCodingException e) {
            throw new InvalidInput(source + ": the file is not text in UTF-8", e);
        }
    }

    /** One value as YAML has it: a number, a boolean, text, a list or a map. */
    public static Object value(String text, String source) {
        return DocumentReader.value(text, source);
    }

    /** Equal values give equal text. All text is in quotes, so that none is taken for a number. */
    public static String text(Object value) {
        try {
            return WRITER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
