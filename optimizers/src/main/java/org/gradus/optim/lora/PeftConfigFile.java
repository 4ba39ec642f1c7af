package org.gradus.optim.lora;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.StreamReadFeature;
import org.nd4j.shade.jackson.core.type.TypeReference;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** A {@link PeftConfig} as a file. JSON is read by the Jackson that comes inside ND4J: no library more. */
final class PeftConfigFile {
    /** A config is a page; what is far larger is none, and must not fill the memory. */
    private static final long LONGEST = 1 << 20;
    /** The parser recurses: deeper brackets could overflow the stack. */
    private static final int DEEPEST = 50;

    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

    private PeftConfigFile() {}

    /** @throws InvalidInput one line that names the file, if it is missing, no JSON, or not a config of plain LoRA */
    static PeftConfig read(Path file) {
        try {
            if (!Files.isRegularFile(file)) throw new InvalidInput("there is no such file; check the folder");
            if (Files.size(file) > LONGEST) throw new InvalidInput("the file is larger than 1 MiB, too large for a config");
            byte[] json = Files.readAllBytes(file);
            checkDepth(json);
            return new PeftConfig(JSON.readValue(json, new TypeReference<Map<String, Object>>() {}));
        } catch (InvalidInput e) {
            throw e.in(file.toString());
        } catch (JsonProcessingException e) {
            throw new InvalidInput(file + " line " + e.getLocation().getLineNr() + ": the file is not a JSON object: "
                    + Names.shown(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void checkDepth(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            int depth = 0;
            while (parser.nextToken() != null) {
                if (parser.currentToken().isStructStart()) depth++;
                if (parser.currentToken().isStructEnd()) depth--;
                if (depth > DEEPEST) throw new InvalidInput("brackets are nested deeper than " + DEEPEST);
            }
        }
    }

    static void write(Path file, PeftConfig config) {
        try {
            AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config.values()) + "\n");
        } catch (JsonProcessingException e) {
            throw new InvalidInput(file + ": the config holds what JSON has no place for: "
                    + Names.shown(e.getOriginalMessage()), e);
        }
    }
}
