package org.gradus.optim.lora;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of an adapter's file by PEFT's names, and the pairs that they make. */
final class PeftFactors {
    private static final String PREFIX = "base_model.model.";

    /** {@code base_model.model.MODULE.lora_A.weight}; a raw state dict has the adapter's name before "weight" too. */
    private static final Pattern FACTOR = Pattern.compile("(.+)\\.lora_([AB])(?:\\.([^.]+))?\\.weight");

    private PeftFactors() {}

    /** The name of a factor in a file that PEFT loads. */
    static String name(LoraPair pair, String letter) {
        return PREFIX + pair.name() + ".lora_" + letter + ".weight";
    }

    /** The pairs in the order of the file. */
    static List<LoraPair> pairs(Tensors tensors, PeftConfig config) {
        Map<String, INDArray> up = new LinkedHashMap<>();
        Map<String, INDArray> down = new LinkedHashMap<>();
        Set<String> modules = new LinkedHashSet<>();
        Set<String> adapters = new LinkedHashSet<>();
        tensors.forEach((name, array) -> {
            Matcher factor = FACTOR.matcher(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
            if (!factor.matches()) throw new InvalidInput("tensor " + Names.shown(name) + " is " + other(name));
            modules.add(factor.group(1));
            adapters.add(String.valueOf(factor.group(3)));
            if (adapters.size() > 1) {
                throw new InvalidInput("the file has several adapters: " + String.join(", ", adapters)
                        + "; save one of them");
            }
            if ((factor.group(2).equals("A") ? down : up).put(factor.group(1), wide(name, array)) != null) {
                throw new InvalidInput("tensor " + Names.shown(name) + " stands twice, with and without " + PREFIX);
            }
        });
        List<LoraPair> pairs = new ArrayList<>();
        for (String module : modules) {
            pairs.add(LoraPair.peft(module, partner(up, module, "lora_B"), partner(down, module, "lora_A"))
                    .withScale(config.scale(module)));
        }
        return pairs;
    }

    private static INDArray partner(Map<String, INDArray> factors, String module, String letter) {
        INDArray factor = factors.get(module);
        if (factor == null) throw new InvalidInput("module " + Names.shown(module) + " lacks its " + letter + ".weight");
        return factor;
    }

    /** In a type that optimizers compute in; float32 holds every float16 and bfloat16 exactly. */
    private static INDArray wide(String name, INDArray factor) {
        if (factor.rank() != 2) {
            throw new InvalidInput("tensor " + Names.shown(name) + " has " + factor.rank()
                    + " axes, as those of a convolution; only matrices are supported");
        }
        DataType type = factor.dataType();
        if (type == DataType.FLOAT16 || type == DataType.BFLOAT16) return factor.castTo(DataType.FLOAT);
        if (type == DataType.FLOAT || type == DataType.DOUBLE) return factor;
        throw new InvalidInput("tensor " + Names.shown(name) + " holds " + type + "; convert it to float32");
    }

    private static String other(String name) {
        String what = name.contains("lora_embedding_") ? "a factor of an embedding"
                : name.contains("lora_magnitude_vector") ? "a magnitude vector of DoRA"
                : name.contains(".lora_") ? "no weight of lora_A or lora_B"
                : "a weight outside the factors (modules_to_save or a bias)";
        return what + ", which is not supported; save an adapter of plain LoRA";
    }
}
