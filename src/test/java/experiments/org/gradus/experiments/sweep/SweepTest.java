package org.gradus.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.search.Interval;
import org.gradus.experiments.search.Method;
import org.gradus.experiments.search.Scale;
import org.gradus.experiments.search.Tuning;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.SpecFiles;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    @TempDir
    private Path folder;

    @Provide
    static Arbitrary<Set<String>> tuned() {
        return Arbitraries.of("lr: 1e-3..1", "momentum: 0..0.9", "adam.beta1: 0.5..0.99:decay", "beta2: 0.9..0.9999:decay",
                "eps: 1e-10..1e-2", "adam.epsPlace: [outside, inside]").set().ofMinSize(1).ofMaxSize(5);
    }

    @Property(tries = 40)
    void everyContestantWithSomethingToTuneHasTheSameNumberOfCandidates(@ForAll @From("tuned") Set<String> tuned,
            @ForAll Method method, @ForAll @IntRange(min = 32, max = 60) int points) {
        String spec = """
                problem: {type: quadratic, dimension: 3}
                optimizers: {gd: {type: sgd, lr: 0.3}, adam: {type: adam, lr: 0.1},
                        rms: [{type: clip-norm, maxNorm: 1}, {type: rmsprop, lr: 0.1}]}
                seeds: [1]
                budget: {steps: 5}
                """;
        String section = "method: " + method.name().toLowerCase(Locale.ROOT) + ", points: " + points + ", ranges: {"
                + String.join(", ", tuned) + "}";
        Map<String, List<Map<String, Object>>> first = Sweeps.of(spec, section).firstRound();
        first.forEach((label, candidates) -> {
            boolean nothing = candidates.get(0).isEmpty();
            boolean lists = candidates.get(0).keySet().equals(Set.of("epsPlace"));
            if (!(lists && method == Method.GRID)) assertEquals(nothing ? 1 : points, candidates.size(), label);
        });
    }

    /** The sections of shipped specs fit their contestants. */
    @Test
    void whatShippedSpecsSayOfTheirTuningFits() {
        int tuned = 0;
        for (String name : SpecFiles.shipped()) {
            Document document = SpecFiles.open(name);
            if (!document.root().containsKey(Tuning.SECTION)) continue;
            Tuning few = Options.with(Tuning.in(document), "points", 13);
            Sweep.of(document, name, null, few).firstRound()
                    .forEach((label, candidates) -> assertEquals(13, candidates.size(), name + " " + label));
            tuned++;
        }
        assertTrue(tuned >= 3, "specs with a section: " + tuned);
    }

    @Test
    void theBestHasTheSmallestMedianWithoutTheVariation() throws Exception {
        SweepOutcome outcome = Sweeps.run(Sweeps.of(Sweeps.BOWL, "ranges: {lr: [0.5, 0.9, 1e40]}, seeds: [11, 12, 13]"),
                folder);
        Search gd = outcome.searches().get(0);
        assertEquals(Map.of("lr", 0.9), gd.best().values());
        assertEquals(0.25 / 0.01, gd.tried().get(0).median() / gd.tried().get(1).median(), 1e-3);
        assertEquals(Double.POSITIVE_INFINITY, gd.tried().get(2).median(), "diverged");
        assertEquals(List.of(), gd.edges());
        assertEquals(2 * 3 * 3, outcome.runs());
        assertTrue(outcome.lines().get(1).matches("gd +lr=0.9 +\\S+ +3 +1"), outcome.lines().get(1));
        Path figure = outcome.folder().figures().resolve("loss-by-lr.png");
        assertEquals(List.of(figure), SweepFigures.draw(outcome));
        assertTrue(Files.exists(figure));
    }

    @Test
    void theBestSpecIsTheSpecWithTheWinnersInPlace() throws Exception {
        SweepOutcome outcome = Sweeps.run(Sweeps.of(Sweeps.BOWL, "ranges: {lr: [0.5, 0.9, 1e40]}, seeds: [11, 12, 13]"),
                folder);
        String yaml = Files.readString(outcome.best());
        RunSpec best = RunSpec.read(Sweeps.document(yaml), "other");
        RunSpec given = RunSpec.read(Sweeps.document(Sweeps.BOWL), "test");
        assertEquals(Optimizers.read("sgd(lr=0.9)"), best.optimizers().byLabel().get("gd"));
        String chain = best.optimizers().byLabel().get("chained").write().toString();
        assertTrue(chain.contains("linear(peak=0.9, end=0.0, steps=4, warmup=1") && chain.contains("maxNorm=1000"), chain);
        assertEquals(List.of(given.name(), given.vary(), given.seeds(), given.budget()),
                List.of(best.name(), best.vary(), best.seeds(), best.budget()));
        String how = "grid, 3 candidates for each of 2 contestants, each with 1 steps from seeds 11, 12, 13.";
        assertTrue(yaml.startsWith("# Tuned by 'gradus sweep': " + how + "\n"), yaml);
        List<String> csv = Files.readAllLines(outcome.folder().path().resolve("candidates.csv"));
        assertEquals("contestant,round,candidate,best,median,seed 11,seed 12,seed 13,lr", csv.get(0));
        assertTrue(csv.get(2).startsWith("gd,1,2,1,") && csv.get(2).endsWith(",0.9"), csv.get(2));
        assertEquals("chained,1,3,0,inf,inf,inf,inf,1e40", csv.get(6));
    }

    @Test
    void resultsAreTheSameForAnyNumberOfThreadsAndFinishedRunsAreNotRepeated() throws Exception {
        String section = "method: halton, points: 5, refine: 1, seeds: [11, 12], ranges: {lr: 0.01..3, momentum: 0..0.9}";
        SweepOutcome one = Sweeps.of(Sweeps.BOWL, section).run(folder.resolve("one"), 1, Progress::silent);
        SweepOutcome three = Sweeps.of(Sweeps.BOWL, section).run(folder.resolve("three"), 3, Progress::silent);
        for (String file : List.of("best.yaml", "candidates.csv", "resolved.yaml")) {
            assertEquals(Files.readString(one.folder().path().resolve(file)),
                    Files.readString(three.folder().path().resolve(file)));
        }
        assertEquals(0, one.reused());
        SweepOutcome again = Sweeps.of(Sweeps.BOWL, section).run(folder.resolve("one"), 2, Progress::silent);
        assertEquals(List.of(one.runs(), one.folder()), List.of(again.reused(), again.folder()));
        SweepOutcome more = Sweeps.of(Sweeps.BOWL, section.replace("refine: 1", "refine: 2")).run(folder.resolve("one"), 2,
                Progress::silent);
        assertEquals(List.of(one.runs(), one.runs() * 3 / 2, one.folder()),
                List.of(more.reused(), more.runs(), more.folder()));
    }

    @Test
    void aBestAtAnEdgeIsSaidAndRefinementsFollowIt() {
        SweepOutcome narrow = Sweeps.run(Sweeps.of(Sweeps.BOWL, "points: 4, seeds: [11], ranges: {lr: 1e-3..0.1}"), folder);
        assertEquals(List.of(new Edge("gd", "lr", 0.1, true, narrow(1e-3, 0.1), narrow(1e-3, 0.316))),
                narrow.searches().get(0).edges());
        String warning = narrow.lines().get(3);
        assertEquals("warning: gd: lr=0.1 is at the upper end of what was tried, 0.001..0.1; widen it (--range"
                + " gd.lr=0.001..0.316) or let the search follow (--refine 1)", warning);
        assertTrue(narrow.lines().get(1).endsWith("at an edge: lr"), narrow.lines().get(1));
        SweepOutcome refined = Sweeps.run(Sweeps.of(Sweeps.BOWL,
                "points: 4, seeds: [11], refine: 3, ranges: {lr: 1e-3..0.1}"), folder);
        double best = refined.searches().get(0).best().number("lr");
        assertTrue(best > 0.7 && best < 1.3, "the optimum is 1, found " + best);
        assertEquals(List.of(), refined.searches().get(0).edges());
        assertEquals(16, refined.searches().get(0).tried().size());
    }

    private static Interval narrow(double low, double high) {
        return new Interval(low, high, Scale.LOG);
    }

    @Test
    void whatAnOptionCannotTakeIsNoEdge() {
        String five = Sweeps.BOWL.replace("steps: 1", "steps: 5");
        SweepOutcome outcome = Sweeps.run(Sweeps.of(five,
                "points: 4, seeds: [11], refine: 1, ranges: {gd.momentum: 0..0.6, gd.lr: [0.5, 1]}"),
                folder);
        Search gd = outcome.searches().get(0);
        assertEquals(0.0, gd.best().number("momentum"), "momentum does not help here");
        assertEquals(List.of("lr"), gd.edges().stream().map(Edge::option).toList(), "below 0 momentum is refused");
        assertTrue(gd.tried().stream().allMatch(c -> c.number("momentum") >= 0));
    }

    @Test
    void anOptionThatDoesNothingHasNoEdge() {
        SweepOutcome outcome = Sweeps.run(Sweeps.of(Sweeps.BOWL,
                "points: 5, seeds: [11], ranges: {chained.maxNorm: 1e3..1e7}"), folder);
        assertEquals(Map.of("maxNorm", 1e5), outcome.searches().get(1).best().values());
        assertEquals(List.of(), outcome.searches().get(1).edges());
        assertTrue(outcome.lines().get(1).contains("as it is: has nothing of what is tuned"), outcome.lines().get(1));
    }

    @Test
    void whereEverythingDivergesTheSpecStaysAsItWas() throws Exception {
        SweepOutcome outcome = Sweeps.run(Sweeps.of(Sweeps.BOWL,
                "points: 3, seeds: [11], refine: 1, ranges: {gd.lr: 1e39..1e41}"), folder);
        assertTrue(outcome.searches().get(0).best().diverged());
        assertTrue(outcome.lines().get(1).contains("diverged"), outcome.lines().get(1));
        String yaml = Files.readString(outcome.best());
        assertTrue(yaml.contains("#   gd: as it was, all candidates diverged\n"), yaml);
        assertEquals(Optimizers.read("sgd(lr=0.3)"), RunSpec.read(Sweeps.document(yaml), "").optimizers().byLabel()
                .get("gd"));
        assertFalse(SweepFigures.draw(outcome).isEmpty());
    }

    /** Gradients are far below the lower threshold, so larger ones make longer steps; the upper one has no effect. */
    @Test
    void inRefinedBoxesWhatOptionsRefuseCountsAsDiverged() {
        String clipped = Sweeps.BOWL.replace("{type: clip-norm, maxNorm: 1000}", "{type: bi-clip, upper: 200, lower: 1}")
                .replace("linear(peak=0.3, steps=4, warmup=1)", "1e-5");
        Sweep sweep = Sweeps.of(clipped, "points: 9, seeds: [11], refine: 1, ranges: {lower: 1..100, upper: 105..326}");
        Search search = Sweeps.run(sweep, folder).searches().get(1);
        assertEquals(18, search.tried().size());
        assertEquals(178, search.best().number("lower"), "as far as the best upper threshold, 185, lets it");
        List<Candidate> refused = search.tried().stream().filter(Candidate::diverged).toList();
        assertFalse(refused.isEmpty());
        for (Candidate c : refused) assertTrue(c.round() == 2 && c.number("lower") > c.number("upper"), c.toString());
    }
}
