package org.gradus.optim.lora;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.tensor.LoraPair;

/**
 * What {@code adapter_config.json} of Hugging Face PEFT says of a LoRA adapter. Every key is kept, known or not, so that
 * writing loses nothing; what is left out has the default of PEFT's {@code LoraConfig}.
 *
 * @param values as JSON has them: text, numbers, booleans, null, lists and maps
 */
public record PeftConfig(Map<String, Object> values) {
    private static final int DEFAULT_RANK = 8;
    private static final int DEFAULT_ALPHA = 8;

    /** What makes an adapter more than two factors a module; PEFT has all of it off by default. */
    private static final Map<String, String> UNSUPPORTED = new TreeMap<>(Map.of(
            "use_dora", "DoRA's magnitude vectors",
            "lora_bias", "a bias of lora_B",
            "modules_to_save", "modules saved whole",
            "trainable_token_indices", "trained tokens of an embedding",
            "target_parameters", "factors of single parameters, such as those of experts",
            "use_qalora", "QALoRA's pooled inputs",
            "use_bdlora", "block-diagonal factors",
            "kasa_config", "KaSA's singular values",
            "monteclora_config", "MonteCLoRA's sampled factors"));

    public PeftConfig {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        if (!"LORA".equals(values.get("peft_type"))) {
            throw new InvalidInput("peft_type is " + Names.shown(values.get("peft_type")) + "; only LORA is supported");
        }
        for (Map.Entry<String, String> feature : UNSUPPORTED.entrySet()) {
            if (isUsed(values.get(feature.getKey()))) throw unsupported(feature.getKey(), feature.getValue(), values);
        }
        if (!"none".equals(values.getOrDefault("bias", "none"))) throw unsupported("bias", "trained biases", values);
    }

    private static boolean isUsed(Object value) {
        boolean empty = value instanceof Collection<?> c && c.isEmpty() || value instanceof Map<?, ?> m && m.isEmpty();
        return value != null && !Boolean.FALSE.equals(value) && !empty;
    }

    private static InvalidInput unsupported(String key, String what, Map<String, Object> values) {
        return new InvalidInput(key + " is " + Names.shown(values.get(key)) + ": " + what
                + " are not supported, only pairs of factors; merge or retrain the adapter without");
    }

    /**
     * The config that describes these pairs, each of whose names is the path of its module in the base model. The first
     * pair gives {@code r} and {@code lora_alpha}; where ranks or scales differ, the patterns name every module.
     */
    public static PeftConfig of(List<LoraPair> pairs) {
        if (pairs.isEmpty()) throw new InvalidInput("an adapter needs at least one pair");
        long rank = pairs.get(0).rank();
        double alpha = alpha(pairs.get(0));
        Map<String, Object> ranks = new LinkedHashMap<>();
        Map<String, Object> alphas = new LinkedHashMap<>();
        // PEFT takes the first key that a module's path ends with: a path stands before the ends of it.
        for (LoraPair pair : pairs.stream().sorted(Comparator.comparing(p -> -p.name().length())).toList()) {
            ranks.put(pair.name(), pair.rank());
            alphas.put(pair.name(), plain(alpha(pair)));
        }
        Map<String, Object> values = new TreeMap<>(Map.of("peft_type", "LORA", "bias", "none", "fan_in_fan_out", false,
                "inference_mode", true, "init_lora_weights", true, "lora_dropout", 0.0, "use_rslora", false));
        values.put("base_model_name_or_path", null);
        values.put("task_type", null);
        values.put("target_modules", pairs.stream().map(LoraPair::name).toList());
        values.put("r", rank);
        values.put("lora_alpha", plain(alpha));
        values.put("rank_pattern", pairs.stream().allMatch(p -> p.rank() == rank) ? Map.of() : ranks);
        values.put("alpha_pattern", pairs.stream().allMatch(p -> alpha(p) == alpha) ? Map.of() : alphas);
        return new PeftConfig(values);
    }

    private static double alpha(LoraPair pair) {
        return pair.scale() * pair.rank();
    }

    /** A whole number without its ".0": PEFT declares alpha as an int. */
    private static Number plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE) return (int) value;
        return value;
    }

    /** A copy with another value, such as {@code base_model_name_or_path}. */
    public PeftConfig with(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(key, value);
        return new PeftConfig(changed);
    }

    /** The rank of a module's factors: {@code r}, unless {@code rank_pattern} has another. */
    public long rank(String module) {
        Number rank = number("rank_pattern", "r", DEFAULT_RANK, module);
        if (rank.longValue() != rank.doubleValue() || rank.longValue() < 1) {
            throw new InvalidInput("the rank of module " + Names.shown(module) + " must be a whole number >= 1, but is "
                    + rank);
        }
        return rank.longValue();
    }

    /**
     * What multiplies the product of a module's factors: {@code alpha / r}, with {@code use_rslora}
     * {@code alpha / sqrt(r)} (arXiv 2312.03732); alpha is {@code lora_alpha}, unless {@code alpha_pattern} has another.
     */
    public double scale(String module) {
        double alpha = number("alpha_pattern", "lora_alpha", DEFAULT_ALPHA, module).doubleValue();
        double rank = rank(module);
        return alpha / (Boolean.TRUE.equals(values.get("use_rslora")) ? Math.sqrt(rank) : rank);
    }

    /** Whether {@code target_modules} covers the module, so that PEFT makes room for it; a regex is taken to do so. */
    boolean targets(String module) {
        return !(values.get("target_modules") instanceof List<?> targets)
                || targets.stream().anyMatch(t -> module.equals(t) || module.endsWith("." + t));
    }

    private Number number(String patterns, String key, Number byDefault, String module) {
        Object value = values.getOrDefault(key, byDefault);
        String where = key;
        if (values.get(patterns) instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!ends(module, String.valueOf(entry.getKey()), patterns)) continue;
                value = entry.getValue();
                where = patterns + ": " + entry.getKey();
                break;
            }
        }
        if (value instanceof Number number) return number;
        throw new InvalidInput(where + " must be a number, but is " + Names.shown(value));
    }

    /** PEFT's rule: the key is a regular expression for the path or for its end after a dot. */
    private static boolean ends(String module, String key, String patterns) {
        try {
            return Pattern.compile("(.*\\.)?(" + key + ")$").matcher(module).lookingAt();
        } catch (PatternSyntaxException e) {
            throw new InvalidInput(patterns + ": " + Names.shown(key) + " is not a regular expression", e);
        }
    }
}
