package org.gradus.federated.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Papers' symbols as second names of options: what an outer rule's paper calls alpha or v0 may be written so. A symbol
 * stands only for an option that the method has.
 */
public final class Symbols {
    /** Each symbol with the options that it may stand for; the first that the method has. */
    private static final Map<String, List<String>> COMMON = Map.ofEntries(
            Map.entry("gamma", List.of("outerLr", "lr")), Map.entry("etaG", List.of("outerLr")),
            Map.entry("eta", List.of("lr")), Map.entry("zeta", List.of("lr")), Map.entry("blockLr", List.of("lr")),
            Map.entry("mu", List.of("momentum")), Map.entry("blockMomentum", List.of("momentum")),
            Map.entry("tau", List.of("eps")), Map.entry("v0", List.of("initialAccumulator")),
            Map.entry("etaLocal", List.of("innerLr")), Map.entry("z", List.of("delay")),
            Map.entry("u", List.of("upper")), Map.entry("d", List.of("lower")),
            Map.entry("client", List.of("inner")), Map.entry("server", List.of("outer")));
    /** Symbols that mean something else elsewhere. */
    private static final Map<String, Map<String, String>> OWN = Map.of("slow-mo", Map.of("alpha", "lr", "beta", "momentum"),
            "bmuf", Map.of("e", "momentum"), "schedule-free", Map.of("beta", "beta1"), "mime", Map.of("beta", "momentum"),
            "mime-lite", Map.of("beta", "momentum"));

    private Symbols() {}

    /** Every symbol that may stand for an option of the method, with that option. */
    public static Map<String, String> of(String type, Predicate<String> has) {
        Map<String, String> symbols = new TreeMap<>();
        COMMON.forEach((symbol, options) -> options.stream().filter(has).findFirst().ifPresent(name -> symbols.put(symbol, name)));
        symbols.putAll(OWN.getOrDefault(type, Map.of()));
        symbols.entrySet().removeIf(e -> has.test(e.getKey()) || !has.test(e.getValue()));
        return symbols;
    }

    /** The options by their names; {@code has} tells whether the method has an option. */
    public static Map<String, Object> translate(String type, Map<?, ?> options, Predicate<String> has) {
        Map<String, Object> named = new LinkedHashMap<>();
        options.forEach((key, value) -> {
            String symbol = String.valueOf(key);
            String own = OWN.getOrDefault(type, Map.of()).get(symbol);
            String name = own != null ? own
                    : COMMON.getOrDefault(symbol, List.of()).stream().filter(has).findFirst().orElse(symbol);
            named.put(has.test(symbol) || options.containsKey(name) ? symbol : name, value);
        });
        return named;
    }
}
