package org.gradus.experiments.document;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import org.gradus.optim.option.InvalidInput;

/** What a parser or the file system says, in one short line with the line number where there is one. */
final class Complaint {
    private static final int LONGEST = 160;

    private Complaint() {}

    static String of(IOException e) {
        if (e instanceof CharacterCodingException) return "the file is not text in UTF-8";
        if (!(e instanceof JsonProcessingException parsing)) return oneLine(String.valueOf(e.getMessage()));
        JsonLocation at = parsing.getLocation();
        String where = at == null || at.getLineNr() < 1 ? "" : "line " + at.getLineNr() + ": ";
        String problem = e instanceof MarkedYAMLException ? withoutExcerpt(parsing) : parsing.getOriginalMessage();
        return where + oneLine(problem);
    }

    /** The parser's message repeats the offending line on lines of its own, with a mark below it. */
    private static String withoutExcerpt(JsonProcessingException e) {
        return String.join(" ", e.getOriginalMessage().lines()
                .filter(line -> !line.startsWith(" ")).toList());
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").trim();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    static InvalidInput at(String source, int line, String problem) {
        return new InvalidInput(source + " line " + line + ": " + problem);
    }
}
