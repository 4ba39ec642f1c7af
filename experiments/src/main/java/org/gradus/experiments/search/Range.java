package org.gradus.experiments.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/** What values an option may take in a search: all between two ends, or those of a list. */
public sealed interface Range permits Interval, Listed {
    /**
     * Reads {@code 1e-4..1}, {@code 0..0.5:linear}, {@code 0.9..0.9999:decay}, or a list such as {@code [0.1, 0.2, 0.5]},
     * also without brackets. Without a word the scale is logarithmic if both ends are above 0, otherwise linear.
     */
    static Range parse(Object spec) {
        if (spec instanceof List<?> list) return listed(list);
        String text = String.valueOf(spec).trim();
        int dots = text.indexOf("..");
        if (dots >= 0) return interval(text, dots);
        if (spec instanceof String && text.contains(",") && text.startsWith("[") == text.endsWith("]")) {
            return listed(Arrays.stream(text.replaceAll("^\\[|]$", "").split(",", -1)).map(Range::plain).toList());
        }
        throw new InvalidInput("expected low..high, such as 1e-4..1, or a list of values, but found " + Names.shown(spec));
    }

    private static Interval interval(String text, int dots) {
        int colon = text.indexOf(':', dots);
        double low = number(text.substring(0, dots), text);
        double high = number(text.substring(dots + 2, colon < 0 ? text.length() : colon), text);
        return new Interval(low, high, colon < 0 ? Interval.usualScale(low, high) : scale(text.substring(colon + 1).trim()));
    }

    private static Scale scale(String name) {
        List<String> names = Arrays.stream(Scale.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList();
        if (!names.contains(name)) throw Names.unknown("scale", name, names);
        return Scale.values()[names.indexOf(name)];
    }

    private static double number(String text, String whole) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            throw new InvalidInput(Names.shown(text.trim()) + " in the range " + Names.shown(whole) + " is not a number");
        }
    }

    private static Listed listed(List<?> values) {
        List<Object> read = new ArrayList<>();
        for (Object value : values) read.add(value instanceof Integer || value instanceof Long || value instanceof Float
                ? (Object) ((Number) value).doubleValue() : value);
        return new Listed(read);
    }

    private static Object plain(String text) {
        try {
            return Double.valueOf(text.trim());
        } catch (NumberFormatException e) {
            return text.trim();
        }
    }

    /** The value at a share of the way from the first to the last, in [0, 1]. */
    Object at(double share);

    /** How {@link #parse} reads it back. */
    Object write();
}
