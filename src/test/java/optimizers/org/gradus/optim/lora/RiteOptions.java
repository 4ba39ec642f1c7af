package org.gradus.optim.lora;

import java.util.HashMap;
import java.util.Map;

/** The options of LoRA-RITE that change its arithmetic, with the presets, as the oracle reads them. */
record RiteOptions(double lr, double lrRatio, double beta1, double beta2, boolean sum, boolean rowMean,
        boolean biasCorrectedDecay, boolean escape, double eps, double epsRoot, double precondRelCutoff,
        double clipUnmagnified, double skipRms, double capRms, double weightDecay, double secondOrderGuard,
        boolean alternate) {
    private static final Map<String, Object> TOOLKIT = Map.ofEntries(Map.entry("lr", 0.001), Map.entry("lrRatio", 1),
            Map.entry("beta1", 0.9), Map.entry("beta2", 0.999), Map.entry("secondMoment", "ema"), Map.entry("rowMean", true),
            Map.entry("biasCorrectedDecay", true), Map.entry("escape", false), Map.entry("eps", 1e-6),
            Map.entry("epsRoot", 0), Map.entry("precondRelCutoff", 1e-12), Map.entry("clipUnmagnified", 0),
            Map.entry("skipRms", 0), Map.entry("capRms", 0), Map.entry("weightDecay", 0),
            Map.entry("secondOrderGuard", 0), Map.entry("updateOrder", "simultaneous"));
    private static final Map<String, Map<String, Object>> PRESETS = Map.of(
            "toolkit", Map.of(),
            "official", Map.of("precondRelCutoff", 0, "clipUnmagnified", 1, "skipRms", 1),
            "paper", Map.of("secondMoment", "sum", "rowMean", false, "biasCorrectedDecay", false, "escape", true, "eps", 0,
                    "precondRelCutoff", 0),
            "paper-ema", Map.of("rowMean", false, "escape", true, "eps", 0, "precondRelCutoff", 0));

    static RiteOptions of(Map<String, ?> given) {
        Map<String, Object> all = new HashMap<>(TOOLKIT);
        all.putAll(PRESETS.get(String.valueOf(given.containsKey("preset") ? given.get("preset") : "toolkit")));
        all.putAll(given);
        return new RiteOptions(number(all, "lr"), number(all, "lrRatio"), number(all, "beta1"), number(all, "beta2"),
                "sum".equals(all.get("secondMoment")), is(all, "rowMean"), is(all, "biasCorrectedDecay"), is(all, "escape"),
                number(all, "eps"), number(all, "epsRoot"), number(all, "precondRelCutoff"), number(all, "clipUnmagnified"),
                number(all, "skipRms"), number(all, "capRms"), number(all, "weightDecay"), number(all, "secondOrderGuard"),
                "alternate-steps".equals(all.get("updateOrder")));
    }

    private static double number(Map<String, ?> all, String name) {
        return ((Number) all.get(name)).doubleValue();
    }

    private static boolean is(Map<String, ?> all, String name) {
        return (Boolean) all.get(name);
    }

    /** beta (1 - beta^(t-1)) / (1 - beta^t), or plain beta. */
    double decay(double beta, int t) {
        return biasCorrectedDecay ? beta * (1 - Math.pow(beta, t - 1)) / (1 - Math.pow(beta, t)) : beta;
    }
}
