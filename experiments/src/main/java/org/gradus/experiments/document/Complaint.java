package org.gradus.experiments.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/** What a parser or the file system says, in one short line with the line number where there is one. */
final class Complaint {
    private static final int LONGEST = 160;
    private static final String ONE_DOCUMENT = "something stands after the end; one file is one document";

    /** The parsers speak to programmers; here is what their users can do something about. The first that fits counts. */
    private static final Map<Pattern, String> PLAIN = plain();

    private Complaint() {}

    private static Map<Pattern, String> plain() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("Non-standard token '(.*?)'.*", "$1 is no number in JSON; only finite numbers can be written");
        words.put("Document nesting depth .*\\((\\d+), from.*", "brackets are nested deeper than $1");
        words.put("Number value length .*\\((\\d+), from.*", "a number has more than $1 digits");
        words.put("(?:String|Name).* length .*\\((\\d+), from.*", "a text is longer than $1 characters");
        words.put("Unexpected end-of-input.*", "the file ends where a bracket or a quote is still open");
        words.put("Trailing token.*", ONE_DOCUMENT);
        words.put("Duplicate field '(.*)'.*", "key '$1' stands twice");
        words.put("Unrecognized token '(.*?)'.*", "'$1' is no value of JSON; text stands in double quotes");
        words.put("Unexpected character \\('(.)' \\(code.*?\\)\\)(?:: (?:was )?|)(.*)", "unexpected '$1' $2");
        words.put("Unexpected close marker '(.)'.*", "a '$1' closes what another bracket opened");
        words.put("Illegal (?:unquoted )?character.*", "a control character stands where none may");
        words.put("Invalid UTF.*", "the file is not text in UTF-8");
        words.put("(?:.*unacceptable|special characters are not allowed).*", "a control character stands where none may");
        words.put("Expected a field name.*", "a key must be plain text, no list or map");
        words.put("Malformed num.*|Invalid num.*", "a value looks like a number, but is none; put text in quotes");
        Map<Pattern, String> patterns = new LinkedHashMap<>();
        words.forEach((jargon, plain) -> patterns.put(Pattern.compile(jargon), plain));
        return patterns;
    }

    static String of(IOException e) {
        if (e instanceof CharacterCodingException) return "the file is not text in UTF-8";
        if (!(e instanceof JsonProcessingException parsing)) return oneLine(String.valueOf(e.getMessage()));
        JsonLocation at = parsing.getLocation();
        String where = at == null || at.getLineNr() < 1 ? "" : "line " + at.getLineNr() + ": ";
        if (e.getCause() instanceof InvalidInput invalid) return invalid.getMessage();
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) return misfit(mapping);
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                && !e.getMessage().startsWith("Trailing")) {
            return where + "expected " + kind(mismatch.getTargetType());
        }
        return where + plain(e instanceof MarkedYAMLException ? withoutExcerpt(parsing) : parsing.getOriginalMessage());
    }

    /** What a parser says, in words for users. */
    private static String plain(String message) {
        String line = oneLine(message);
        for (Map.Entry<Pattern, String> e : PLAIN.entrySet()) {
            Matcher m = e.getKey().matcher(line);
            if (m.matches()) return m.replaceFirst(e.getValue()).trim();
        }
        return line;
    }

    /** JSON that is well written, but does not fit the record that it is read into. */
    private static String misfit(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        if (e instanceof UnrecognizedPropertyException unknown) {
            Collection<String> known = unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
            return Names.unknown("key", unknown.getPropertyName(), known).getMessage();
        }
        if (e instanceof MismatchedInputException mismatch) return path + " must be " + kind(mismatch.getTargetType());
        return path + ": " + plain(e.getOriginalMessage());
    }

    private static String kind(Type type) {
        if (!(type instanceof Class<?> c)) return "of another type";
        if (c == int.class || c == long.class || c == Integer.class || c == Long.class) return "a whole number";
        if (c.isPrimitive() && c != boolean.class || Number.class.isAssignableFrom(c)) return "a number";
        if (c == boolean.class || c == Boolean.class) return "true or false";
        if (c == String.class) return "text";
        if (c.isArray() || Collection.class.isAssignableFrom(c)) return "a list";
        return c.isEnum() ? "one of its names" : "an object";
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
