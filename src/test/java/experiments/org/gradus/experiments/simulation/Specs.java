package org.gradus.experiments.simulation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.optim.option.InvalidInput;

/** Specs for the tests of simulations, and what runs leave behind. */
final class Specs {
    /** Quadratics with noise; the algorithms cover state of clients, of the server, and none. */
    static final String TINY = """
            simulation:
              problem: {type: quadratic-clients, clients: 6, dimension: 4, noise: gaussian(scale=0.1)}
              sampler: uniform(count=3)
              localSteps: 3
              rounds: 12
              evalEvery: 2
            algorithms:
              fedavg: {type: fedavg, inner: {type: sgd, lr: 0.1}}
              scaffold: {type: scaffold, inner: {type: sgd, lr: 0.1}}
              diloco: {type: diloco, inner: {type: adamw, lr: 0.05}}
            seeds: [1, 2]
            """;

    private Specs() {}

    static SimulationSpec read(String yaml, String... assignments) {
        Document document = Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8), "test.yaml");
        for (String assignment : assignments) document = document.with(assignment);
        return SimulationSpec.read(document, "test");
    }

    static String complaint(String yaml, String... assignments) {
        return complaint(() -> read(yaml, assignments));
    }

    static String complaint(Runnable action) {
        String message = assertThrows(InvalidInput.class, action::run).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    /** Logs and final states by their paths: all that must be the same bits. */
    static Map<String, String> results(Path root) {
        Map<String, String> results = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith("rounds.jsonl") || f.toString()
                    .endsWith("state.safetensors")).toList()) {
                results.put(root.relativize(file).toString(), new String(Files.readAllBytes(file),
                        StandardCharsets.ISO_8859_1));
            }
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
