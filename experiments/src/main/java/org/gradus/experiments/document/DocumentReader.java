package org.gradus.experiments.document;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.experiments.document.Document.Place;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/**
 * Reads YAML into maps, lists, numbers, booleans and text, and remembers the place of every key. Strict: one document,
 * no key twice, no empty values, and no anchors, which can make a short file a huge one.
 */
final class DocumentReader {
    private static final YAMLFactory FACTORY = new YAMLFactory();
    private static final int DEEPEST = 20;

    private final YAMLParser parser;
    private final String source;
    private final Map<List<String>, Place> places = new LinkedHashMap<>();
    private final List<String> path = new ArrayList<>();

    private DocumentReader(YAMLParser parser, String source) {
        this.parser = parser;
        this.source = source;
    }

    static Document read(String text, String source) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            DocumentReader reader = new DocumentReader(parser, source);
            if (parser.nextToken() == null) throw new InvalidInput(source + ": the file is empty");
            if (parser.currentToken() != JsonToken.START_OBJECT) throw reader.broken("expected 'key: value' lines");
            Map<String, Object> root = reader.map();
            if (parser.nextToken() != null) throw reader.broken("a second document begins; one file is one document");
            return new Document(source, root, reader.places);
        } catch (IOException e) {
            String problem = Complaint.of(e);
            throw new InvalidInput(source + (problem.startsWith("line ") ? " " : ": ") + problem, e);
        }
    }

    static Object value(String text, String source) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            DocumentReader reader = new DocumentReader(parser, source);
            if (parser.nextToken() == null) throw new InvalidInput(source + ": there is no value");
            Object value = reader.value();
            if (parser.nextToken() != null) throw new InvalidInput(source + ": there is more than one value");
            return value;
        } catch (IOException e) {
            throw new InvalidInput(source + ": " + Complaint.of(e), e);
        }
    }

    private Object value() throws IOException {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw broken("anchors and aliases (& and *) are not supported; write the value out");
        }
        if (parser.getTypeId() != null) throw broken("tags (!) are not supported; write the plain value");
        return switch (parser.currentToken()) {
            case START_OBJECT -> map();
            case START_ARRAY -> list();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getText();
            default -> throw broken(path.isEmpty() ? "a value is missing" : last() + " has no value");
        };
    }

    /** The parser takes {@code .nan} and {@code .inf} for numbers, but cannot read them. */
    private Number number() throws IOException {
        String text = parser.getText().toLowerCase(Locale.ROOT);
        if (text.endsWith(".nan")) return Double.NaN;
        if (text.endsWith(".inf")) return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        return parser.getNumberValue();
    }

    private Map<String, Object> map() throws IOException {
        checkDepth();
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            path.add(key);
            places.put(List.copyOf(path), Place.line(parser.currentTokenLocation().getLineNr()));
            if (map.containsKey(key)) throw broken("key " + Names.shown(key) + " stands twice");
            parser.nextToken();
            map.put(key, value());
            path.remove(path.size() - 1);
        }
        return map;
    }

    private List<Object> list() throws IOException {
        checkDepth();
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            path.add(Integer.toString(list.size()));
            places.put(List.copyOf(path), Place.line(parser.currentTokenLocation().getLineNr()));
            list.add(value());
            path.remove(path.size() - 1);
        }
        return list;
    }

    private void checkDepth() {
        if (path.size() > DEEPEST) throw broken("brackets are nested deeper than " + DEEPEST);
    }

    private String last() {
        return path.get(path.size() - 1);
    }

    private InvalidInput broken(String problem) {
        return Complaint.at(source, parser.currentTokenLocation().getLineNr(), problem);
    }
}
