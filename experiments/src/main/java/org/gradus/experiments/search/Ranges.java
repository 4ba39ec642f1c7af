package org.gradus.experiments.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/**
 * Options by their paths, such as {@code lr}, {@code outer.lr} or, for one contestant alone, {@code adam.beta2}, and
 * their ranges.
 */
public record Ranges(Map<String, Range> byPath) {
    private static final String NONE = "none";

    public Ranges {
        byPath = Collections.unmodifiableMap(new LinkedHashMap<>(byPath));
    }

    /** Reads {@code {lr: 1e-4..1, momentum: 0..0.99, variant: [i, ii]}}, or {@code none}. */
    public static Ranges parse(Object spec) {
        if (NONE.equals(spec)) return new Ranges(Map.of());
        if (!(spec instanceof Map<?, ?> map)) {
            throw new InvalidInput("expected {option: low..high}, such as {lr: 1e-4..1}, but found " + Names.shown(spec));
        }
        Map<String, Range> read = new LinkedHashMap<>();
        map.forEach((path, range) -> {
            try {
                read.put(String.valueOf(path), Range.parse(range));
            } catch (InvalidInput e) {
                throw e.in(String.valueOf(path));
            }
        });
        return new Ranges(read);
    }

    /** With another range, which replaces the one that the same path has. */
    public Ranges with(String path, Range range) {
        Map<String, Range> changed = new LinkedHashMap<>(byPath);
        changed.put(path, range);
        return new Ranges(changed);
    }

    public Object write() {
        Map<String, Object> written = new LinkedHashMap<>();
        byPath.forEach((path, range) -> written.put(path, range.write()));
        return written;
    }
}
