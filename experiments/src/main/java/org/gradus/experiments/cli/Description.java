package org.gradus.experiments.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gradus.experiments.problem.Problems;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Rule;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Options;
import org.gradus.optim.program.Program;
import org.gradus.optim.rule.Optimizers;
import org.gradus.optim.schedule.Schedules;

/** What the catalogue says of one entry; what applies to optimizers alone is null for all others. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Description(String name, String kind, String about, String source, List<Options.Description> options,
        String formula, Map<String, Integer> stateBytesPerElement, Map<String, Integer> trafficBytesPerElement,
        Integer operationsPerElement, List<String> traits) {
    /** Stands in for an option that must be given, so that there is a formula to show. */
    private static final String EXAMPLE = "1";
    private static final int FLOAT32 = 4;
    private static final int FLOAT64 = 8;

    static Description of(String name) {
        Map<String, Catalogue<?>> catalogues = new LinkedHashMap<>();
        catalogues.put("optimizer", Optimizers.CATALOGUE);
        catalogues.put("schedule", Schedules.CATALOGUE);
        catalogues.put("problem", Problems.CATALOGUE);
        List<String> known = new ArrayList<>();
        catalogues.values().forEach(c -> known.addAll(c.types()));
        Optional<Map.Entry<String, Catalogue<?>>> found = catalogues.entrySet().stream()
                .filter(c -> c.getValue().types().contains(name)).findFirst();
        if (found.isEmpty()) throw Names.unknown("name", name, known);
        return of(name, found.get().getKey(), found.get().getValue().find(name));
    }

    private static Description of(String name, String kind, Class<?> type) {
        Entry entry = Catalogue.entry(type);
        List<Options.Description> options = Options.describe(type.asSubclass(Record.class));
        if (!Rule.class.isAssignableFrom(type)) {
            return new Description(name, kind, entry.about(), entry.source(), options, null, null, null, null, null);
        }
        Rule rule = (Rule) example(name, options);
        Program program = Program.of(Map.of(name, rule::direction));
        return new Description(name, kind, entry.about(), entry.source(), options, program.formula(),
                bytes(program.stateBytesPerElement(FLOAT32), program.stateBytesPerElement(FLOAT64)),
                bytes(program.trafficBytesPerElement(FLOAT32), program.trafficBytesPerElement(FLOAT64)),
                program.operationsPerElement(), traits(rule));
    }

    private static Optimizer example(String name, List<Options.Description> options) {
        Map<String, Object> required = new LinkedHashMap<>();
        options.stream().filter(o -> o.byDefault().isEmpty()).forEach(o -> required.put(o.name(), EXAMPLE));
        return Optimizers.CATALOGUE.read(name, required);
    }

    private static List<String> traits(Optimizer optimizer) {
        return optimizer.traits().stream().map(t -> t.name().toLowerCase(Locale.ROOT).replace('_', '-')).sorted().toList();
    }

    /** In a fixed order, as the output is to be stable. */
    private static Map<String, Integer> bytes(int float32, int float64) {
        Map<String, Integer> bytes = new LinkedHashMap<>();
        bytes.put("float32", float32);
        bytes.put("float64", float64);
        return bytes;
    }
}
