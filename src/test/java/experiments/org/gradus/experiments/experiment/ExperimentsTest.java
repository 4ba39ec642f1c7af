package org.gradus.experiments.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.figure.Drawn;
import org.gradus.experiments.figure.Figures;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.run.Progress;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsTest {
    @TempDir
    private Path folder;
    private final List<String> done = new ArrayList<>();

    @BeforeEach
    void specs() throws IOException {
        write("bowl.yaml", """
                problem: {type: quadratic, dimension: 3, condition: 10}
                optimizers: {gd: {type: sgd, lr: 1}, adam: {type: adam, lr: 0.1}}
                seeds: [1, 2]
                budget: {steps: 30}
                target: 1e-3
                """);
        write("clients.yaml", """
                simulation: {problem: {type: quadratic-clients, dimension: 3}, rounds: 6}
                algorithms: {fedavg: fedavg}
                seeds: [1]
                """);
        write("both.yaml", "about: both kinds\nruns: [bowl.yaml, clients.yaml]\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Experiment run(String name, String... assignments) {
        return new Experiments(folder.resolve("out"), 2, Progress::silent, r -> done.add(r.name()))
                .run(Yaml.read(folder.resolve(name)), name.replace(".yaml", ""), List.of(assignments));
    }

    private String complaint(String name) {
        String message = assertThrows(InvalidInput.class, () -> run(name)).getMessage();
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    @Test
    void aCollectionIsItsPartsAndCanBeReadAgain() {
        Experiment experiment = run("both.yaml");
        assertEquals(List.of("bowl", "clients"), done, "told of each as it is finished");
        assertEquals(List.of("optimizer", "algorithm"), experiment.parts().stream().map(Results::contestant).toList());
        assertEquals(folder.resolve("out/both"), experiment.folder().getParent());
        Experiment read = Experiments.read(experiment.folder());
        assertEquals(experiment.about(), read.about());
        assertEquals(experiment.parts().stream().map(Results::folder).toList(), read.parts().stream().map(Results::folder).toList());
        assertEquals(4, read.parts().get(0).finished());
        assertEquals(experiment.folder(), run("both.yaml").folder(), "the same again is the same folder");
        assertEquals(5, read.parts().stream().mapToInt(Results::reused).sum());
    }

    @Test
    void whatIsSetIsSetInEveryPart() {
        Experiment experiment = run("both.yaml", "seeds=[7]");
        assertEquals(List.of(List.of(7L), List.of(7L)), experiment.parts().stream().map(Results::seeds).toList());
        assertFalse(experiment.folder().equals(run("both.yaml").folder()), "other parts, another folder");
    }

    @Test
    void nothingIsBegunIfAnyPartCannotBeRead() throws IOException {
        write("broken.yaml", "runs: [bowl.yaml, nested.yaml]\n");
        write("nested.yaml", "runs: [broken.yaml]\n");
        assertTrue(complaint("broken.yaml").contains("nested.yaml is a collection itself"));
        write("broken.yaml", "runs:\n  - bowl.yaml\n  - bowls.yaml\n");
        assertTrue(complaint("broken.yaml").contains("bowls.yaml: there is no such file"));
        write("broken.yaml", "runs: []\n");
        assertTrue(complaint("broken.yaml").contains("runs must be at least one spec"));
        write("broken.yaml", "runs: [bowl.yaml]\nseeds: [1]\n");
        assertTrue(complaint("broken.yaml").contains("seeds"));
        write("clients.yaml", "simulation: {problem: quadratic-client}\nalgorithms: {fedavg: fedavg}\nseeds: [1]\n");
        assertTrue(complaint("both.yaml").contains("quadratic-clients"));
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void whatDoesNotFitItsProblemHasAPlaceInTheFile() throws IOException {
        write("bowl.yaml", Files.readString(folder.resolve("bowl.yaml")).replace("{steps: 30}", "{steps: 30, batch: 8}"));
        assertTrue(complaint("bowl.yaml").endsWith("bowl.yaml line 4: budget: batch must be 0, since this problem has no"
                + " examples, but is 8"), complaint("bowl.yaml"));
        write("both.yaml", "runs: [clients.yaml, bowl.yaml]\n");
        assertTrue(complaint("both.yaml").contains("bowl.yaml line 4"));
        assertFalse(Files.exists(folder.resolve("out")), "the first part was not begun");
    }

    @Test
    void figuresDrawnAgainAreTheSameBytes() throws IOException {
        Experiment experiment = run("bowl.yaml");
        List<Drawn> first = Figures.draw(experiment.parts().get(0));
        byte[] png = Files.readAllBytes(first.get(0).png());
        byte[] svg = Files.readAllBytes(first.get(0).svg());
        Files.delete(first.get(0).png());
        List<Drawn> again = Figures.draw(Experiments.read(experiment.folder()).parts().get(0));
        assertEquals(first, again);
        assertArrayEquals(png, Files.readAllBytes(again.get(0).png()));
        assertArrayEquals(svg, Files.readAllBytes(again.get(0).svg()));
    }

    @Test
    void runsThatAreNotFinishedAreLeftOut() throws IOException {
        Experiment experiment = run("bowl.yaml");
        Files.delete(experiment.folder().resolve("gd/2/summary.json"));
        Results results = Experiments.read(experiment.folder()).parts().get(0);
        assertEquals(3, results.finished());
        assertEquals(1, results.missing());
        assertTrue(Files.exists(Figures.draw(results).get(0).png()));
        assertTrue(assertThrows(InvalidInput.class, () -> Experiments.read(folder)).getMessage()
                .contains("not the folder of an experiment"));
    }
}
