package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
    private static final String BOWL = """
            problem: {type: quadratic, dimension: 5, condition: 4}
            optimizers: {gd: {type: sgd, lr: 0.5}, adam: {type: adam, lr: "cosine(peak=0.5, steps=30)"}}
            seeds: [1, 2]
            budget: {steps: 30}
            sweep: {points: 4, seeds: [5, 6], ranges: {lr: 0.01..10}}
            """;

    @TempDir
    private Path folder;

    @Test
    void aSweepEndsWithABestSpecThatRuns() throws Exception {
        Path spec = Files.writeString(folder.resolve("bowl.yaml"), BOWL);
        String out = folder.resolve("out").toString();
        Cli answer = Cli.execute("sweep", spec.toString(), "--quiet", "--out", out);
        assertEquals(0, answer.code(), answer.err());
        List<String> lines = answer.out().lines().toList();
        assertTrue(lines.get(0).startsWith("contestant  best  "), answer.out());
        assertTrue(lines.get(1).matches("gd +lr=1 +\\S+ +4 +\\d"), answer.out());
        assertTrue(lines.get(2).startsWith("adam        lr="), answer.out());
        Path best = Path.of(lines.get(3).substring("best: ".length()));
        assertTrue(lines.get(3).contains("bowl-sweep"), answer.out());
        assertTrue(Files.exists(Path.of(lines.get(4).substring("figure: ".length()))), answer.out());
        Cli again = Cli.execute("sweep", spec.toString(), "--quiet", "--out", out);
        assertTrue(again.out().contains("16 of 16 runs had been finished before"), again.out());
        Cli run = Cli.execute("run", best.toString(), "--quiet", "--out", out);
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("bowl"), run.out());
    }

    @Test
    void flagsGoBeforeTheSection() throws Exception {
        Path spec = Files.writeString(folder.resolve("bowl.yaml"), BOWL);
        Cli answer = Cli.execute("sweep", spec.toString(), "--quiet", "--out", folder.resolve("out").toString(), "--method",
                "halton", "--points", "3", "--range", "lr=0.1..1", "--range", "adam.beta2=0.9..0.999:decay", "--refine", "1",
                "--seeds", "8");
        assertEquals(0, answer.code(), answer.err());
        assertTrue(answer.out().lines().skip(1).limit(2).allMatch(l -> l.matches(".* 6 +0.*")), answer.out());
        Path best = Path.of(answer.out().lines().filter(l -> l.startsWith("best: ")).findFirst().orElseThrow().substring(6));
        String how = "halton, 6 candidates for each of 2 contestants in 2 rounds, each with 30 steps from seeds 8.";
        assertTrue(Files.readString(best).startsWith("# Tuned by 'gradus sweep': " + how + "\n"), Files.readString(best));
    }

    @Test
    void helpAndComplaints() throws Exception {
        assertTrue(Cli.execute("sweep", "--help").out().startsWith("Usage: gradus sweep"));
        String spec = Files.writeString(folder.resolve("bowl.yaml"), BOWL).toString();
        String[][] complaints = {
                {"must be others than those of the spec, [1, 2]", "--seeds", "1"},
                {"'fast' in the range", "--range", "lr=fast..1"},
                {"no contestant has this option: unknown option 'lrr'; did you mean 'lr'?", "--range", "lrr=1..2"},
                {"did you mean 'adam.beta2'?", "--range", "adam.bta2=0.1..0.2"},
                {"--range lr: the low end of a range must be below its high end 0.1, but is 1", "--range", "lr=1..0.1"},
                {"--range lr: the low end of a range on a log scale must be above 0", "--range", "lr=0..1:log"},
                {"--range needs OPTION=LOW..HIGH", "--range", "lr"},
                {"points must be in 1..10000, but is 0", "--points", "0"},
                {"points must be at least 8 for a grid over 3 options", "--range", "beta1=0..0.5", "--range",
                    "beta2=0.1..0.9"},
                {"method must be one of grid, random, halton, but is 'gird'", "--method", "gird"},
                {"refine must be in 0..20", "--refine", "21"},
                {"adam at lr=0.01, beta1=1: adam: beta1 must be in [0, 1)", "--range", "beta1=0.5..1"},
                {"epsPlace: it is 'outside', neither a number nor a schedule", "--range", "epsPlace=0..1"},
                {"--study is for specs with studies", "--study", "a"},
                {"--threads must be at least 1", "--threads", "0"},
                {"seeds must be distinct", "--seeds", "5,5"}};
        for (String[] each : complaints) {
            String[] args = new String[each.length + 1];
            System.arraycopy(each, 1, args, 2, each.length - 1);
            args[0] = "sweep";
            args[1] = spec;
            String complaint = Cli.complaint(args);
            assertTrue(complaint.contains(each[0]), complaint);
        }
    }
}
