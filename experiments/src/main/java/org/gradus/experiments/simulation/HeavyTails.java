package org.gradus.experiments.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The methods of the heavy-tails study, each with what of it is tuned. Names are those of the paper: outer rule, then
 * what is
 * clipped inside (Lee, Zaheer and Li 2025, arXiv 2502.04164).
 */
final class HeavyTails {
    static final int LOCAL_STEPS = 5;

    /** A number to tune, on a log scale. */
    enum Knob {
        /** Rate of unclipped local steps. */
        RATE(1e-3, 2),
        /** Length of a clipped local step: rate times upper threshold. */
        STEP(0.02, 10),
        /** Upper threshold, in units of the noise's scale. */
        UPPER(0.1, 10),
        /** Lower over upper threshold. */
        RATIO(1e-3, 0.1),
        OUTER_RATE(0.02, 5),
        /** tau of an adaptive outer rule over the largest displacement of a round, or 5 rates of unclipped steps. */
        TAU(1e-3, 10),
        /** Outer upper threshold over the largest displacement of a round. */
        OUTER_UPPER(0.05, 2),
        /** Outer upper threshold where local steps are not clipped. */
        OUTER_FREE(0.02, 5),
        OUTER_RATIO(1e-3, 0.1),
        /** eps of Adam inside. */
        EPS(1e-2, 100);

        final double low;
        final double high;

        Knob(double low, double high) {
            this.low = low;
            this.high = high;
        }
    }

    /** A choice: a value for each knob, and whether the inner rate falls as the root of the round number. */
    record Choice(Map<Knob, Double> values, boolean falling) {
        double at(Knob knob) {
            return values.get(knob);
        }

        /** The rate of the local steps at the first round, to three digits, as a schedule. */
        private Object rate(double rate) {
            return falling ? "power(base=" + digits(rate) + ", exponent=-0.5)" : (Object) digits(rate);
        }

        private double clippedRate() {
            return at(Knob.STEP) / at(Knob.UPPER);
        }

        private double displacement() {
            return LOCAL_STEPS * (values.containsKey(Knob.STEP) ? at(Knob.STEP) : at(Knob.RATE));
        }
    }

    /** A method: what is tuned, and the entry of a spec that a choice makes. */
    record Method(String name, List<Knob> knobs, Function<Choice, Map<String, Object>> entry) {}

    private HeavyTails() {}

    static final List<Method> METHODS = List.of(
            method("fedavg", HeavyTails::plain, c -> average(), Knob.RATE),
            method("avg-l2clip", c -> clipped("l2-clip", c, false), c -> average(), Knob.STEP, Knob.UPPER),
            method("avg-biclip-d0", c -> clipped("bi-clip", c, false), c -> average(), Knob.STEP, Knob.UPPER),
            method("avg-biclip", c -> clipped("bi-clip", c, true), c -> average(), Knob.STEP, Knob.UPPER, Knob.RATIO),
            method("l2clip2", c -> clipped("l2-clip", c, false), c -> outerClip("l2-clip", c, false), Knob.STEP,
                    Knob.UPPER, Knob.OUTER_UPPER),
            method("bi2clip", c -> clipped("bi-clip", c, true), c -> outerClip("bi-clip", c, true),
                    Knob.STEP, Knob.UPPER, Knob.RATIO, Knob.OUTER_UPPER, Knob.OUTER_RATIO),
            method("fedadagrad", HeavyTails::plain, c -> adaptive("adagrad", c), Knob.RATE, Knob.OUTER_RATE, Knob.TAU),
            method("adagrad-l2clip", c -> clipped("l2-clip", c, false), c -> adaptive("adagrad", c),
                    Knob.STEP, Knob.UPPER, Knob.OUTER_RATE, Knob.TAU),
            method("adagrad-biclip", c -> clipped("bi-clip", c, true), c -> adaptive("adagrad", c),
                    Knob.STEP, Knob.UPPER, Knob.RATIO, Knob.OUTER_RATE, Knob.TAU),
            method("fedrmsprop", HeavyTails::plain, c -> adaptive("rmsprop", c), Knob.RATE, Knob.OUTER_RATE, Knob.TAU),
            method("rmsprop-biclip", c -> clipped("bi-clip", c, true), c -> adaptive("rmsprop", c),
                    Knob.STEP, Knob.UPPER, Knob.RATIO, Knob.OUTER_RATE, Knob.TAU),
            method("fedadam", HeavyTails::plain, c -> adaptive("adam", c), Knob.RATE, Knob.OUTER_RATE, Knob.TAU),
            method("adam-l2clip", c -> clipped("l2-clip", c, false), c -> adaptive("adam", c),
                    Knob.STEP, Knob.UPPER, Knob.OUTER_RATE, Knob.TAU),
            method("adam-biclip", c -> clipped("bi-clip", c, true), c -> adaptive("adam", c),
                    Knob.STEP, Knob.UPPER, Knob.RATIO, Knob.OUTER_RATE, Knob.TAU),
            method("adam2", HeavyTails::adam, c -> adaptive("adam", c), Knob.RATE, Knob.EPS, Knob.OUTER_RATE, Knob.TAU),
            method("outer-biclip", HeavyTails::plain, HeavyTails::outerFree, Knob.RATE, Knob.OUTER_FREE, Knob.OUTER_RATIO));

    private static Method method(String name, Function<Choice, Object> inner, Function<Choice, Object> outer,
            Knob... knobs) {
        return new Method(name, List.of(knobs), c -> ordered("type", "tailopt", "inner", inner.apply(c), "outer",
                outer.apply(c)));
    }

    private static Object plain(Choice c) {
        return ordered("type", "sgd", "lr", c.rate(c.at(Knob.RATE)));
    }

    private static Object clipped(String clip, Choice c, boolean lower) {
        Map<String, Object> stage = ordered("type", clip, "upper", digits(c.at(Knob.UPPER)));
        if (lower) stage.put("lower", digits(c.at(Knob.RATIO) * c.at(Knob.UPPER)));
        return List.of(stage, ordered("type", "sgd", "lr", c.rate(c.clippedRate())));
    }

    private static Object adam(Choice c) {
        return ordered("type", "adam", "lr", c.rate(c.at(Knob.RATE)), "eps", digits(c.at(Knob.EPS)));
    }

    private static Object average() {
        return ordered("type", "sgd", "lr", 1);
    }

    private static Object outerClip(String clip, Choice c, boolean lower) {
        double upper = c.at(Knob.OUTER_UPPER) * c.displacement();
        Map<String, Object> stage = ordered("type", clip, "upper", digits(upper));
        if (lower) stage.put("lower", digits(c.at(Knob.OUTER_RATIO) * upper));
        return List.of(stage, average());
    }

    private static Object outerFree(Choice c) {
        double upper = c.at(Knob.OUTER_FREE);
        return List.of(ordered("type", "bi-clip", "upper", digits(upper), "lower", digits(c.at(Knob.OUTER_RATIO)
                * upper)), average());
    }

    private static Object adaptive(String type, Choice c) {
        return ordered("type", type, "lr", digits(c.at(Knob.OUTER_RATE)), "eps", digits(c.at(Knob.TAU) * c.displacement()));
    }

    /** What is tuned is what is written. */
    private static double digits(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3g", value));
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
