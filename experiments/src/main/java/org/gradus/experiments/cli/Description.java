package org.gradus.experiments.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gradus.experiments.problem.FederatedProblems;
import org.gradus.experiments.problem.Problems;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.optim.ByRole;
import org.gradus.optim.Frozen;
import org.gradus.optim.MatrixMethod;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Rule;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.cuda.CudaSource;
import org.gradus.optim.cuda.TallSource;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Preset;
import org.gradus.optim.program.Program;
import org.gradus.optim.schedule.Schedules;
import org.nd4j.linalg.api.buffer.DataType;

/** What the catalogue says of one entry; what applies to optimizers alone is null for all others. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Description(String name, String kind, String about, String source, List<Options.Description> options,
        String formula, Map<String, Integer> stateBytesPerElement, Map<String, Integer> trafficBytesPerElement,
        Integer operationsPerElement, String cost, Map<String, Map<String, Object>> presets, List<String> traits) {
    /** Stands in for an option that must be given, so that there is a formula to show. */
    private static final String EXAMPLE = "1";
    /** Of pairs whose kernels are shown. */
    private static final int EXAMPLE_RANK = 8;
    private static final int FLOAT32 = 4;
    private static final int FLOAT64 = 8;

    static Description of(String name) {
        Map<String, Catalogue<?>> catalogues = new LinkedHashMap<>();
        catalogues.put("optimizer", Optimizers.CATALOGUE);
        catalogues.put("algorithm", Algorithms.CATALOGUE);
        catalogues.put("schedule", Schedules.CATALOGUE);
        catalogues.put("problem", Problems.CATALOGUE);
        catalogues.put("federated problem", FederatedProblems.CATALOGUE);
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
        if (!Optimizer.class.isAssignableFrom(type) || type == Frozen.class) {
            return new Description(name, kind, entry.about(), entry.source(), options, null, null, null, null, null, null, null);
        }
        Optimizer optimizer = example(name, options);
        if (optimizer instanceof MatrixMethod method) {
            return new Description(name, kind, entry.about(), entry.source(), options, method.formula(), null, null, null,
                    method.cost(), presets(type), traits(optimizer));
        }
        if (optimizer instanceof ByRole byRole) {
            String formula = "up:\n" + formula("up", byRole.up()) + "\ndown:\n" + formula("down", byRole.down());
            return new Description(name, kind, entry.about(), entry.source(), options, formula, null, null, null, null, null,
                    traits(optimizer));
        }
        Program program = program(name, (Rule) optimizer);
        return new Description(name, kind, entry.about(), entry.source(), options, program.formula(),
                bytes(program.stateBytesPerElement(FLOAT32), program.stateBytesPerElement(FLOAT64)),
                bytes(program.trafficBytesPerElement(FLOAT32), program.trafficBytesPerElement(FLOAT64)),
                program.operationsPerElement(), null, null, traits(optimizer));
    }

    /** The CUDA C that a card runs on float32: one source a role where the optimizer has roles. */
    static String cuda(String name) {
        Description described = of(name);
        List<Program> programs = new ArrayList<>();
        if (described.formula() != null) {
            Optimizer optimizer = example(name, described.options());
            if (optimizer instanceof LoraRite) return TallSource.text(true, EXAMPLE_RANK);
            if (optimizer instanceof Rule rule) programs.add(program(name, rule));
            if (optimizer instanceof ByRole b && b.up() instanceof Rule up) programs.add(program("up", up));
            if (optimizer instanceof ByRole b && b.down() instanceof Rule down) programs.add(program("down", down));
        }
        if (programs.isEmpty()) {
            throw new InvalidInput("'" + name + "' does not run on a card; every rule does (see 'gradus list optimizers')");
        }
        return programs.stream().map(p -> CudaSource.of(p, DataType.FLOAT).text()).collect(Collectors.joining("\n"));
    }

    private static Program program(String name, Rule rule) {
        return Program.of(Map.of(name, rule::direction));
    }

    private static String formula(String role, Optimizer optimizer) {
        return (optimizer instanceof Rule rule ? program(role, rule).formula() : "stays as it is").indent(2).stripTrailing();
    }

    /** What each preset sets, by its name; null where the entry has none. */
    private static Map<String, Map<String, Object>> presets(Class<?> type) {
        for (RecordComponent c : type.getRecordComponents()) {
            if (!Preset.class.isAssignableFrom(c.getType())) continue;
            Map<String, Map<String, Object>> presets = new LinkedHashMap<>();
            for (Object constant : c.getType().getEnumConstants()) {
                presets.put(constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'), new TreeMap<>(((Preset) constant).defaults()));
            }
            return presets;
        }
        return null;
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
