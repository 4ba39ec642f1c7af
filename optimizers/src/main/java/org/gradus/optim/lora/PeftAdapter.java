package org.gradus.optim.lora;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.io.Safetensors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.LoraPair.Layout;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A LoRA adapter as Hugging Face PEFT keeps it: a folder with {@code adapter_model.safetensors} and
 * {@code adapter_config.json}. {@code PeftModel.from_pretrained} loads what {@link #write} writes, and {@link #read} reads
 * what {@code save_pretrained} writes.
 *
 * <pre>
 * PeftAdapter adapter = PeftAdapter.read(folder);
 * Tensors parameters = Tensors.of(adapter.pairs().toArray(LoraPair[]::new));    // the adapter's own memory
 * ... train ...
 * adapter.write(folder);
 * </pre>
 *
 * A pair bears the path of its module in the base model, such as {@code model.layers.0.self_attn.q_proj}; its up is
 * {@code lora_B.weight} (outputs x r), its down {@code lora_A.weight} (r x inputs), its scale {@link PeftConfig#scale}.
 * With {@code fan_in_fan_out} the base weight is stored transposed, the factors are not. Factors read as float16 or
 * bfloat16 become float32, which holds each of their values exactly; written they stay float32.
 *
 * <p>Not supported, and refused in one line: DoRA, {@code modules_to_save}, biases, embeddings, convolutions, several
 * adapters in one file, and files of pickled weights.
 *
 * @param pairs  at least one, of rank and scale as the config says
 * @param config kept as it was read
 */
public record PeftAdapter(List<LoraPair> pairs, PeftConfig config) {
    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PICKLED = "adapter_model.bin";
    private static final String CONFIG = "adapter_config.json";
    /** Of alpha = scale * r and back. */
    private static final double ROUNDING = 1e-12;

    public PeftAdapter {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) throw new InvalidInput("an adapter needs at least one pair");
        for (LoraPair pair : pairs) {
            String name = pair.name();
            if (pair.rank() != config.rank(name)) {
                throw new InvalidInput("pair " + Names.shown(name) + " has rank " + pair.rank() + ", but the config says "
                        + config.rank(name) + "; correct r or rank_pattern");
            }
            double scale = config.scale(name);
            if (!(Math.abs(pair.scale() - scale) <= ROUNDING * scale)) {
                throw new InvalidInput("pair " + Names.shown(name) + " has scale " + pair.scale() + ", but the config says "
                        + scale + "; correct lora_alpha or alpha_pattern");
            }
        }
    }

    /** An adapter of new pairs, each named by the path of its module, with the config that follows from them. */
    public static PeftAdapter of(List<LoraPair> pairs) {
        return new PeftAdapter(pairs, PeftConfig.of(pairs));
    }

    /**
     * Reads a folder.
     *
     * @throws InvalidInput if a file is missing or broken, a factor lacks its partner, a rank is not the config's, or
     *     there is anything but the pairs of factors of one adapter
     */
    public static PeftAdapter read(Path folder) {
        Path weights = folder.resolve(WEIGHTS);
        PeftConfig config = PeftConfigFile.read(folder.resolve(CONFIG));
        if (!Files.exists(weights) && Files.exists(folder.resolve(PICKLED))) {
            throw new InvalidInput(folder.resolve(PICKLED) + ": pickled weights are not read;"
                    + " save them with save_pretrained(..., safe_serialization=True)");
        }
        Tensors tensors = Safetensors.read(weights).tensors();
        try {
            return new PeftAdapter(PeftFactors.pairs(tensors, config), config);
        } catch (InvalidInput e) {
            throw e.in(weights.toString());
        }
    }

    /**
     * Writes the folder, which is made if it is not there; each file appears whole or not at all.
     *
     * @throws InvalidInput if the config's {@code target_modules} leaves a pair out, so that PEFT would not load it
     * @throws UncheckedIOException if the disk refuses
     */
    public void write(Path folder) {
        Map<String, INDArray> factors = new LinkedHashMap<>();
        for (LoraPair pair : pairs) {
            if (!config.targets(pair.name())) {
                throw new InvalidInput("target_modules of the config leaves out pair " + Names.shown(pair.name())
                        + ", so PEFT would not load it; add it there");
            }
            boolean wide = pair.layout() == Layout.PEFT;
            factors.put(PeftFactors.name(pair, "A"), wide ? pair.down() : pair.down().transpose());
            factors.put(PeftFactors.name(pair, "B"), pair.up());
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
        Safetensors.write(folder.resolve(WEIGHTS), Tensors.of(factors), Map.of("format", "pt"));
        PeftConfigFile.write(folder.resolve(CONFIG), config);
    }
}
