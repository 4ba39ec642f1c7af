package org.gradus.plots;

/** What a number counts, and so how it is written. */
public enum Unit {
    NUMBER {
        @Override
        String text(double value) {
            return Tick.text(value);
        }
    },
    /** Powers of 1000: 1 MB is a million bytes. */
    BYTES {
        @Override
        String text(double value) {
            int power = 0;
            // 999.5 kB would be written as 1000 kB.
            while (power < PREFIXES.length() - 1 && Math.abs(value) >= 999.5 * Math.pow(1000, power)) {
                power++;
            }
            String prefix = power == 0 ? "" : PREFIXES.substring(power, power + 1);
            return Tick.text(value / Math.pow(1000, power)) + " " + prefix + "B";
        }
    };

    private static final String PREFIXES = " kMGTPE";

    /** A value with three digits that count, and its unit. */
    abstract String text(double value);
}
