package org.gradus.optim.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Complaints about names, with the nearest valid one as the remedy. */
public final class Names {
    private static final int LONGEST = 60;

    private Names() {}

    public static InvalidInput unknown(String kind, String name, Collection<String> known) {
        String remedy = nearest(name, known).map(n -> "; did you mean '" + n + "'?")
                .orElse(known.isEmpty() ? "" : "; known: " + String.join(", ", known));
        return new InvalidInput("unknown " + kind + " " + shown(name) + remedy);
    }

    /** What a user or a file wrote, as it may stand in a message: in quotes, on one line, printable and short. */
    public static String shown(Object value) {
        String text = String.valueOf(value);
        StringBuilder shown = new StringBuilder("'");
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        if (text.length() > LONGEST) shown.append("...");
        return shown.append("'").toString();
    }

    /** The known name at the smallest edit distance, if it is near enough to be a slip. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        int slips = Math.max(1, name.length() / 3);
        return known.stream().min(Comparator.comparingInt(k -> distance(name, k)))
                .filter(k -> distance(name, k) <= slips || letters(name).equals(letters(k)));
    }

    /** Two letters in the wrong order are one slip too. */
    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).chars().sorted().collect(StringBuilder::new, StringBuilder::appendCodePoint,
                StringBuilder::append).toString();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int substituted = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
