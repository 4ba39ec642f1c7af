package org.gradus.experiments.spec;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Require;

/** The optimizers of a run by their labels, in the order of the spec. */
public record Contestants(Map<String, Optimizer> byLabel) {
    public Contestants {
        byLabel = Collections.unmodifiableMap(new LinkedHashMap<>(byLabel));
        if (byLabel.isEmpty()) throw new InvalidInput("there must be at least one {label: {type: ..., options}}");
        Set<String> folders = new HashSet<>();
        for (String label : byLabel.keySet()) {
            RunSpec.checkFolderName("the label of an optimizer", label);
            // Some file systems take two names that differ in case alone for one.
            Require.check(folders.add(label.toLowerCase(Locale.ROOT)), "the label of an optimizer", "used once", Names.shown(label));
        }
    }

    /** Reads {@code {adam: {type: adam, lr: 0.001}, clipped: [{type: clip-norm, maxNorm: 1}, {type: sgd, lr: 0.1}]}}. */
    public static Contestants parse(Object spec) {
        if (!(spec instanceof Map<?, ?> map)) {
            throw new InvalidInput("expected {label: {type: ..., options}}, but found " + Names.shown(spec));
        }
        Map<String, Optimizer> read = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            try {
                read.put(String.valueOf(key), Optimizers.read(value));
            } catch (InvalidInput e) {
                throw e.in(String.valueOf(key));
            }
        });
        return new Contestants(read);
    }

    public Object write() {
        Map<String, Object> written = new LinkedHashMap<>();
        byLabel.forEach((label, optimizer) -> written.put(label, optimizer.write()));
        return written;
    }
}
