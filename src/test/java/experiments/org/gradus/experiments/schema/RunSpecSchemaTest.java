package org.gradus.experiments.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.spec.Catalogues;
import org.gradus.experiments.spec.Collection;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.spec.SpecFiles;
import org.gradus.federated.rule.Symbols;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors use says what the reader of specs says. */
class RunSpecSchemaTest {
    private static final Path ROOT = Path.of(System.getProperty("gradus.root"));
    private static final Path COMMITTED = ROOT.resolve("experiments/specs/gradus-run.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = RunSpecSchema.text();
    private static final JsonSchemaFactory DRAFT_2020_12 = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    /** The validator would keep a copy of a definition for every way that leads to it. */
    private static final SchemaValidatorsConfig LEAN = SchemaValidatorsConfig.builder().cacheRefs(false).preloadJsonSchema(false).build();
    private static final JsonSchema SCHEMA = DRAFT_2020_12.getSchema(TEXT, LEAN);

    private static Set<String> complaints(Map<String, Object> root) {
        Set<String> complaints = new TreeSet<>();
        for (ValidationMessage m : SCHEMA.validate(JSON.valueToTree(root))) complaints.add(m.toString());
        return complaints;
    }

    private static Set<String> complaints(String yaml) {
        return complaints(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml").root());
    }

    @Test
    void theCommittedSchemaIsThatOfTheRecords() throws IOException {
        assertEquals(Files.readString(COMMITTED), TEXT,
                "out of date; write it anew: ./gradus schema > experiments/specs/gradus-run.schema.json");
    }

    @Test
    void itIsAValidSchema() throws IOException {
        JsonSchema meta = DRAFT_2020_12.getSchema(SchemaLocation.of(SchemaId.V202012), LEAN);
        assertEquals(Set.of(), meta.validate(JSON.readTree(TEXT)));
    }

    @ParameterizedTest
    @MethodSource("org.gradus.experiments.spec.SpecFiles#shipped")
    void everyShippedSpecFits(String name) throws IOException {
        assertEquals(Set.of(), complaints(SpecFiles.open(name).root()));
        String first = Files.readAllLines(ROOT.resolve("experiments/specs/" + name + ".yaml")).get(0);
        assertEquals("# yaml-language-server: $schema=" + COMMITTED.getFileName(), first);
    }

    /** With every option written out a spec fits, too: no option is missing, and none has another type. */
    @ParameterizedTest
    @MethodSource("org.gradus.experiments.spec.SpecFiles#shipped")
    void everyResolvedSpecFits(String name) {
        Document spec = SpecFiles.open(name);
        String resolved = Collection.is(spec) ? Collection.read(spec, name).resolved(List.of("one/0123456789ab"))
                : SimulationSpec.is(spec) ? SimulationSpec.read(spec, name).resolved() : RunSpec.read(spec, name).resolved();
        assertEquals(Set.of(), complaints(resolved));
    }

    /** A name that the reader knows, with all its options as it writes them. */
    @ParameterizedTest
    @ValueSource(strings = {"optimizer", "schedule", "problem", "federated-problem", "sampler", "partitioner", "codec", "noise",
        "latency", "correction", "exchange", "straggler-policy", "inner-optimizer", "outer-optimizer", "algorithm"})
    void everyEntryFitsWithItsDefaults(String definition) throws IOException {
        Catalogue<?> catalogue = Catalogues.ALL.stream().filter(c -> OptionSchema.name(c).equals(definition)).findFirst().orElseThrow();
        ObjectNode schema = (ObjectNode) JSON.readTree(TEXT);
        schema.remove(List.of("if", "then", "else", "type"));
        schema.put("$ref", "#/$defs/" + definition);
        JsonSchema of = DRAFT_2020_12.getSchema(schema, LEAN);
        List<String> skipped = new ArrayList<>();
        for (String type : catalogue.types()) {
            Map<String, Object> written;
            try {
                written = Catalogue.write(catalogue.read(type, required(catalogue.find(type))));
            } catch (IllegalArgumentException e) {
                skipped.add(type);
                continue;
            }
            written.values().removeIf(v -> v instanceof Double d && d.isNaN());
            assertEquals(Set.of(), of.validate(JSON.valueToTree(written)), type);
            assertEquals(Set.of(), of.validate(JSON.valueToTree(type)), type);
            written.put("nonsense", 1);
            assertFalse(of.validate(JSON.valueToTree(written)).isEmpty(), type);
        }
        assertTrue(skipped.size() < catalogue.types().size(), skipped.toString());
    }

    private static Map<String, Object> required(Class<?> type) {
        Map<String, Object> required = new LinkedHashMap<>();
        for (Options.Description o : Options.describe(type.asSubclass(Record.class))) {
            if (!o.byDefault().isEmpty()) continue;
            required.put(o.name(), o.type().startsWith("list") ? List.of(0) : o.type().equals("problemspec") ? "digits" : 1);
        }
        return required;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "algorithms.fedavg.inner={type: sgd, eta: 0.1}",
        "algorithms.fedavg=fedprox(rho=0.1)",
        "algorithms.fedavg={type: fedadam, lr: 0.1, gamma: 0.1, v0: 0}",
        "algorithms.fedavg={type: fedavg, localSteps: 3, lr: 0.1}",
        "algorithms.fedavg={type: tailopt, server: {type: adam, gamma: 0.1, tau: 0.1}}",
        "algorithms.fedavg={inner: [{type: bi-clip, u: 1, name: first}, sgd(lr=1)], outer: nesterov(lr=0.7)}",
        "algorithms.fedavg={inner: {type: adagrad, delay: 3, lr: 0.1}}",
        "simulation.sampler=uniform(count=2)",
        "simulation.problem={type: shared-examples, problem: digits, clients: 4}",
        "vary={inner.lr: [0.1, 1]}"})
    void whatTheReaderTakesFits(String assignment) {
        var document = Yaml.parse(FED.getBytes(StandardCharsets.UTF_8), "test.yaml").with(assignment);
        SimulationSpec.read(document, "test");
        assertEquals(Set.of(), complaints(document.root()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "simulation.localStep=3", "simulation.problem.type=quadratic", "simulation.inner=sgd(lr=1)", "algorithms.fedavg.typ=x",
        "algorithms.fedavg.inner={type: sgd, rate: 1}", "algorithms.fedavg.inner=[]", "algorithms.a/b=fedavg", "algorithms={}",
        "simulation.rounds=many", "seed=[1]", "vary={inner.lr: []}", "simulation.stragglers={type: deadline}", "problem=digits",
        "simulation.weighting=fair", "simulation.errorFeedback=1", "algorithms.fedavg=fedavgg"})
    void whatTheReaderRefusesForItsFormIsRefused(String assignment) {
        assertFalse(complaints(Yaml.parse(FED.getBytes(StandardCharsets.UTF_8), "test.yaml").with(assignment).root()).isEmpty());
    }

    private static final String FED = """
            simulation: {problem: {type: quadratic-clients, clients: 4}, rounds: 5}
            algorithms: {fedavg: {type: fedavg, inner: {type: sgd, lr: 0.1}}}
            seeds: [1]
            """;

    @Test
    void routesChainsAndSchedulesFit() {
        assertEquals(Set.of(), complaints("""
                problem: digits
                optimizers:
                  a: {type: route, branches: [{name: m, minRank: 2, use: {type: muon, lr: 0.1}}], otherwise: [clip-norm(maxNorm=1), sgd(lr=1)]}
                  b: {type: adam, lr: {type: cosine, peak: 1e-3, steps: 10}}
                  c: [{type: chain, name: first, stages: [{type: clip-norm, maxNorm: 1}]}, {type: sgd, lr: "linear(peak=1, steps=3)"}]
                seeds: [1]
                budget: {steps: 1e3}
                vary: {l2: [0, 1]}
                """));
    }

    /** Symbols are offered nowhere, so that completion shows the names, but they fit. */
    @Test
    void symbolsAreKnown() {
        assertEquals("lr", Symbols.of("heavy-ball", List.of("lr", "momentum")::contains).get("gamma"));
        assertEquals("momentum", Symbols.of("slow-mo", List.of("lr", "momentum")::contains).get("beta"));
    }
}
