package org.gradus.plots;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** A labelled place on an axis. */
public record Tick(double value, String label) {

    private static final int MOST = 8;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /** Round values (1, 2 or 5 times a power of ten apart) across a linear axis. */
    static List<Tick> linear(Range range) {
        double step = roundStep((range.high() - range.low()) / MOST);
        int exponent = sharedExponent(Math.max(Math.abs(range.low()), Math.abs(range.high())));
        List<Tick> ticks = new ArrayList<>();
        double rounding = 1e-9; // 0.3 is the third step of 0.1, though 3 * 0.1 is more in float64
        double first = Math.ceil(range.low() / step - rounding);
        double last = range.high() / step + rounding;
        // Counted, as first + 1 is first again where the range is tiny beside its ends.
        for (int i = 0; i <= MOST && first + i <= last; i++) {
            ticks.add(new Tick((first + i) * step, label((first + i) * step, exponent)));
        }
        return ticks;
    }

    /** Powers of ten across a log axis; with less than two of them, 1-2-5 steps; with none of those, a linear step. */
    static List<Tick> log(Range range) {
        int first = (int) Math.floor(Math.log10(range.low()));
        int last = (int) Math.ceil(Math.log10(range.high()));
        List<Tick> decades = multiples(range, first, last, 1);
        if (decades.size() > 2) {
            int stride = (decades.size() + MOST - 1) / MOST;
            return decades.stream().filter(t -> Math.floorMod(Math.round(Math.log10(t.value())), stride) == 0).toList();
        }
        List<Tick> oneTwoFive = multiples(range, first, last, 1, 2, 5);
        return oneTwoFive.size() > 2 ? oneTwoFive : linear(range);
    }

    private static List<Tick> multiples(Range range, int first, int last, int... factors) {
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent++) {
            for (int factor : factors) {
                double value = Double.parseDouble(factor + "e" + exponent);
                if (range.contains(value)) {
                    boolean plain = factors.length > 1 && sharedExponent(value) == 0;
                    String times = factor == 1 ? "" : factor + "·";
                    ticks.add(new Tick(value, plain ? label(value, 0) : times + power(exponent)));
                }
            }
        }
        return ticks;
    }

    /** A value as text, with three digits that count, such as 0.0123 or 1.2·10⁻⁵. */
    public static String text(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : value > 0 ? "∞" : "-∞";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -3 && exponent < 6) {
            return rounded.stripTrailingZeros().toPlainString();
        }
        String factor = rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString();
        return factor.equals("1") ? power(exponent) : factor + "·" + power(exponent);
    }

    /** A power of ten as text, such as 10⁻⁵. */
    static String power(double powerOfTen) {
        return power((int) Math.round(Math.log10(powerOfTen)));
    }

    // All labels of a linear axis share one power of ten, or none where plain numbers are short.
    private static int sharedExponent(double largest) {
        int exponent = (int) Math.floor(Math.log10(largest));
        return exponent >= -4 && exponent < 6 ? 0 : exponent;
    }

    private static String label(double value, int exponent) {
        // Ten digits: enough for any tick, and they hide the rounding of k * step.
        BigDecimal factor = new BigDecimal(value).round(new MathContext(10)).scaleByPowerOfTen(-exponent);
        String text = factor.signum() == 0 ? "0" : factor.stripTrailingZeros().toPlainString();
        return exponent == 0 || factor.signum() == 0 ? text : text + "·" + power(exponent);
    }

    private static String power(int exponent) {
        StringBuilder text = new StringBuilder(exponent < 0 ? "10⁻" : "10");
        Integer.toString(Math.abs(exponent)).chars().forEach(c -> text.append(SUPERSCRIPTS.charAt(c - '0')));
        return text.toString();
    }

    private static double roundStep(double rough) {
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double factor = rough / decade;
        return decade * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }
}
