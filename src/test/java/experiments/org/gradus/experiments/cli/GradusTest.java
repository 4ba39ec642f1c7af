package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradus.experiments.problem.FederatedProblems;
import org.gradus.experiments.problem.Problems;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.schedule.Schedules;
import org.gradus.theory.catalogue.Claims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line: what users see must be there, be one line where it is a complaint, and be stable where it is JSON. */
class GradusTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void helpAndVersionAnswerOnStdout() {
        for (String command : List.of("", "run", "list", "describe", "trace", "check", "advise", "bench")) {
            String[] args = command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
            Cli answer = Cli.execute(args);
            assertEquals(0, answer.code());
            assertTrue(answer.out().startsWith("Usage: gradus" + (command.isEmpty() ? "" : " " + command)), answer.out());
            assertEquals("", answer.err());
        }
        assertTrue(Cli.execute("--version").out().matches("Gradus \\d+\\.\\d+\\.\\d+.*\\s+"));
    }

    @Test
    void withoutACommandItShowsItsHelp() {
        assertEquals(Cli.execute("--help"), Cli.execute());
    }

    @Test
    void listHasEveryNameOfEveryCatalogue() throws Exception {
        JsonNode all = JSON.readTree(Cli.execute("list", "--json").out());
        List<String> kinds = new ArrayList<>();
        all.fieldNames().forEachRemaining(kinds::add);
        assertEquals(List.of("optimizers", "algorithms", "problems", "schedules", "claims", "specs"), kinds);
        assertEquals(List.copyOf(Optimizers.CATALOGUE.types()), all.get("optimizers").findValuesAsText("name"));
        assertEquals(List.copyOf(Algorithms.CATALOGUE.types()), all.get("algorithms").findValuesAsText("name"));
        List<String> problems = new ArrayList<>(Problems.CATALOGUE.types());
        problems.addAll(FederatedProblems.CATALOGUE.types());
        assertEquals(problems, all.get("problems").findValuesAsText("name"));
        assertEquals(List.copyOf(Schedules.CATALOGUE.types()), all.get("schedules").findValuesAsText("name"));
        assertEquals(Claims.ALL.stream().map(c -> c.about().id()).toList(), all.get("claims").findValuesAsText("name"));
        assertTrue(all.get("specs").findValuesAsText("name").contains("quickstart"));
    }

    static List<String> names() {
        List<String> names = new ArrayList<>(Optimizers.CATALOGUE.types());
        names.addAll(Algorithms.CATALOGUE.types());
        names.addAll(Schedules.CATALOGUE.types());
        names.addAll(Problems.CATALOGUE.types());
        names.addAll(FederatedProblems.CATALOGUE.types());
        return names;
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyNameIsDescribed(String name) throws Exception {
        Cli text = Cli.execute("describe", name);
        assertEquals(0, text.code(), text.err());
        assertTrue(text.out().startsWith(name + " ("), text.out());
        JsonNode json = JSON.readTree(Cli.execute("describe", name, "--json").out());
        assertEquals(name, json.get("name").asText());
        assertFalse(json.get("about").asText().isEmpty());
        for (JsonNode option : json.get("options")) {
            assertFalse(option.get("about").asText().isEmpty(), name + "." + option.get("name").asText() + " has no meaning");
        }
        boolean rule = Optimizers.CATALOGUE.types().contains(name) && !name.equals("frozen");
        assertEquals(rule, json.has("formula"));
    }

    @Test
    void adamIsDescribedByItsFormulaAndMemory() throws Exception {
        JsonNode adam = JSON.readTree(Cli.execute("describe", "adam", "--json").out());
        assertTrue(adam.get("formula").asText().contains("sqrt(nu / (1 - 0.999^t)) + 1e-8"), adam.toString());
        assertEquals(8, adam.get("stateBytesPerElement").get("float32").asInt());
        assertEquals(16, adam.get("stateBytesPerElement").get("float64").asInt());
        assertEquals(32, adam.get("trafficBytesPerElement").get("float32").asInt());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rn                                          | unknown command 'rn'; did you mean 'run'?
            run                                         | Missing required parameter: 'SPEC'
            run digits --quit                           | unknown option '--quit'; did you mean '--quiet'?
            run digits again                            | unexpected argument 'again'
            run digits --threads two                    | 'two' is not an int
            run digits --threads 0                      | --threads must be at least 1
            run quickstrt                               | unknown spec 'quickstrt'; did you mean 'quickstart'?
            run missing.yaml                            | missing.yaml: there is no such file
            run digits --set optimizers.adm.lr=1        | unknown key 'adm'; did you mean 'adam'?
            run digits --set optimizers.adam.lrr=1      | unknown option 'lrr'; did you mean 'lr'?
            run digits --set steps                      | --set needs key=value
            run digits --set seeds.9=1                  | '9' is no place in a list of 3
            run digits --set seeds.0.x=1                | there is no 'x' in '1'
            run digits --set budget.batch=1438          | batch must be at most 1437
            run digits --set problem.hidden=[0]         | hidden must be sizes from 1
            list optimizer                              | did you mean 'optimizers'?
            describe rmspropp                           | did you mean 'rmsprop'?
            trace missing.json                          | missing.json: there is no such file
            bench adm                                   | did you mean 'adam'?
            """)
    void badInputIsOneLineWithTheRemedy(String line, String expected) {
        String complaint = Cli.complaint(line.split(" +"));
        assertTrue(complaint.contains(expected), complaint);
    }

    @Test
    void anOutputFolderThatCannotBeWrittenIsBadInput(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        String complaint = Cli.complaint("run", "digits", "--out", file.toString());
        assertTrue(complaint.contains("cannot be written"), complaint);
    }

    @Test
    void runEndsWithItsFigureAndIsNotRepeated(@TempDir Path folder) throws Exception {
        Path spec = Files.writeString(folder.resolve("bowl.yaml"), """
                problem: {type: quadratic, dimension: 5, condition: 4}
                optimizers: {gd: {type: sgd, lr: 0.5}, adam: {type: adam, lr: 0.1}}
                seeds: [1, 2]
                budget: {steps: 30}
                """);
        String[] args = {"run", spec.toString(), "--out", folder.resolve("out").toString(), "--quiet"};
        Cli first = Cli.execute(args);
        assertEquals(0, first.code(), first.err());
        assertEquals("", first.err());
        List<String> lines = first.out().lines().toList();
        assertTrue(lines.get(0).startsWith("optimizer"), first.out());
        assertTrue(lines.get(1).startsWith("gd "), first.out());
        String figure = lines.get(lines.size() - 2);
        assertTrue(figure.startsWith("figure: "), figure);
        assertTrue(Files.size(Path.of(figure.substring("figure: ".length()))) > 1000);
        String report = lines.get(lines.size() - 1);
        assertTrue(report.startsWith("report: ") && report.endsWith("report.html"), report);
        assertTrue(Files.size(Path.of(report.substring("report: ".length()))) > 1000);

        List<String> second = Cli.execute(args).out().lines().toList();
        assertTrue(second.contains("4 of 4 runs had been finished before"), second.toString());
        assertEquals(lines.subList(0, 3), second.subList(0, 3));
    }

    @Test
    void aDivergingRunIsRecordedUnlessTheSpecSaysFail(@TempDir Path folder) throws Exception {
        Path spec = Files.writeString(folder.resolve("wild.yaml"), """
                problem: {type: quadratic, dimension: 5}
                optimizers: {wild: {type: sgd, lr: 1e30}}
                seeds: [1]
                budget: {steps: 30}
                """);
        String out = folder.resolve("out").toString();
        Cli recorded = Cli.execute("run", spec.toString(), "--out", out, "--quiet");
        assertEquals(0, recorded.code(), recorded.err());
        assertTrue(recorded.out().contains("1, 1 diverged"), recorded.out());
        Cli failed = Cli.execute("run", spec.toString(), "--out", out, "--quiet", "--set", "nonFinite=fail");
        assertEquals(2, failed.code());
        assertEquals(1, failed.err().lines().count(), failed.err());
        assertTrue(failed.err().contains("wild, seed 1"), failed.err());
    }
}
