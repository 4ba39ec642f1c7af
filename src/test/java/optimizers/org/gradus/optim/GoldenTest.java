package org.gradus.optim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gradus.optim.execute.Reference;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trajectories of 24 steps from independent implementations (src/test/python): an optimizer that differs from its
 * paper, or from PyTorch where PyTorch has it, fails here, by either executor.
 */
public class GoldenTest {
    public static final Path FOLDER = Path.of(System.getProperty("gradus.root"), "src/test/resources/golden/optimizers");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everyCaseByBothExecutors() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files()) {
            for (JsonNode c : JSON.readTree(file.toFile()).get("cases")) {
                String name = file.getFileName() + ": " + c.get("name").asText();
                tests.add(DynamicTest.dynamicTest(name + " (fused)", () -> follow(c, false)));
                tests.add(DynamicTest.dynamicTest(name + " (reference)", () -> follow(c, true)));
            }
        }
        return tests.stream();
    }

    /** Methods of matrices and pairs have theirs in the package lora. */
    @Test
    void everyRuleOfTheCatalogueHasGoldenCases() throws IOException {
        List<String> covered = new ArrayList<>();
        for (Path file : files()) {
            for (JsonNode c : JSON.readTree(file.toFile()).get("cases")) c.get("optimizer").findValuesAsText("type").forEach(covered::add);
        }
        List<String> missing = new ArrayList<>(Optimizers.CATALOGUE.types());
        missing.removeAll(covered);
        missing.removeIf(type -> !Rule.class.isAssignableFrom(Optimizers.CATALOGUE.find(type)));
        assertEquals(List.of(), missing);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static void follow(JsonNode c, boolean reference) {
        DataType type = c.get("dtype").asText().equals("float64") ? DataType.DOUBLE : DataType.FLOAT;
        Optimizer optimizer = Optimizers.read(JSON.convertValue(c.get("optimizer"), Object.class));
        Tensors parameters = tensors(c.get("params"), type);
        Bound bound = reference ? new Bound(optimizer, parameters, optimizer.init(parameters), new Reference())
                : optimizer.bind(parameters);
        for (int step = 0; step < c.get("gradients").size(); step++) {
            bound.step(tensors(c.get("gradients").get(step), type));
            compare(c.get("expected").get(step), parameters, type, "step " + (step + 1));
            if (c.has("evaluation")) {
                try (EvaluationView view = bound.evaluationView()) {
                    compare(c.get("evaluation").get(step), parameters, type, "evaluation after step " + (step + 1));
                }
                compare(c.get("expected").get(step), parameters, type, "after the view of step " + (step + 1));
            }
        }
    }

    private static void compare(JsonNode expected, Tensors actual, DataType type, String where) {
        double relative = type == DataType.DOUBLE ? 1e-12 : 1e-5;
        double absolute = type == DataType.DOUBLE ? 1e-13 : 1e-6;
        Tensors wanted = tensors(expected, DataType.DOUBLE);
        wanted.forEach((name, w) -> {
            for (long i = 0; i < w.length(); i++) {
                double a = actual.get(name).getDouble(i);
                double e = w.getDouble(i);
                assertTrue(Math.abs(a - e) <= absolute + relative * Math.abs(e),
                        where + ", " + name + "[" + i + "]: expected " + e + " but was " + a);
            }
        });
    }

    public static Tensors tensors(JsonNode object, DataType type) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        object.fields().forEachRemaining(f -> {
            List<Long> shape = new ArrayList<>();
            for (JsonNode n = f.getValue(); n.isArray(); n = n.get(0)) shape.add((long) n.size());
            List<Double> flat = new ArrayList<>();
            flatten(f.getValue(), flat);
            INDArray a = Nd4j.create(flat.stream().mapToDouble(x -> x).toArray(),
                    shape.stream().mapToLong(x -> x).toArray(), 'c').castTo(type);
            arrays.put(f.getKey(), a);
        });
        return Tensors.of(arrays);
    }

    private static void flatten(JsonNode node, List<Double> into) {
        if (node.isArray()) node.forEach(child -> flatten(child, into));
        else into.add(node.asDouble());
    }
}
