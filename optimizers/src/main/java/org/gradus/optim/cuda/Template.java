package org.gradus.optim.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Text with holes such as {@code ${name}}. A hole that has a line for itself takes any number of lines, which are indented
 * as it is; none leaves no line.
 */
final class Template {
    private final Map<String, String> values = new HashMap<>();

    Template with(String hole, Object value) {
        values.put("${" + hole + "}", String.valueOf(value));
        return this;
    }

    Template with(String hole, List<String> lines) {
        return with(hole, String.join("\n", lines));
    }

    String fill(String text) {
        List<String> out = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String alone = values.get(line.strip());
            if (alone == null) {
                out.add(inside(line));
            } else {
                String indent = line.substring(0, line.length() - line.stripLeading().length());
                alone.lines().forEach(l -> out.add(l.isEmpty() ? "" : indent + l));
            }
        }
        return String.join("\n", out) + "\n";
    }

    private String inside(String line) {
        String filled = line;
        for (Map.Entry<String, String> value : values.entrySet()) filled = filled.replace(value.getKey(), value.getValue());
        return filled;
    }
}
