package org.gradus.experiments.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.inference.TTest;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.spec.ComparisonRule;
import org.gradus.experiments.table.Table;
import org.gradus.optim.option.InvalidInput;
import org.gradus.theory.Holm;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
    private static final double[] ADAM = {0.9, 1.1, 1.0, 1.3, 0.8, 1.05, 0.95};
    private static final double[] LION = {0.5, 0.7, 0.4, 0.8, 0.45, 0.6, 0.5};

    private static Comparison only(Comparisons comparisons) {
        assertEquals(1, comparisons.all().size());
        return comparisons.all().get(0);
    }

    @Test
    void lossesAreComparedAsPairedRatios() {
        Comparison c = only(new Planted().losses("adam", ADAM).losses("lion", LION).compare());
        double[] logAdam = Arrays.stream(ADAM).map(Math::log).toArray();
        double[] logLion = Arrays.stream(LION).map(Math::log).toArray();
        assertEquals(new TTest().pairedTTest(logLion, logAdam), c.effect().p(), 1e-12);
        double ratio = Math.exp((Arrays.stream(logLion).sum() - Arrays.stream(logAdam).sum()) / ADAM.length);
        assertEquals(ratio, c.effect().estimate(), 1e-12);
        assertEquals(ratio * ratio, c.effect().low() * c.effect().high(), 1e-12, "symmetric on the log scale");
        assertTrue(c.effect().ratio());
        assertEquals("lower loss than adam", c.verdict());
        assertEquals(List.of(), c.remarks());
    }

    @Test
    void swappingTheBaselineInvertsTheEffect() {
        for (String test : List.of("t", "wilcoxon")) {
            Planted planted = new Planted().losses("adam", ADAM).losses("lion", LION);
            Comparison one = only(planted.compare("test=" + test));
            Comparison other = only(planted.compare("test=" + test, "baseline=lion"));
            assertEquals(1 / one.effect().estimate(), other.effect().estimate(), 1e-12);
            assertEquals(1 / one.effect().low(), other.effect().high(), 1e-12);
            assertEquals(one.effect().p(), other.effect().p(), 1e-12);
            assertEquals("lower loss than adam", one.verdict());
            assertEquals("higher loss than lion", other.verdict());
        }
    }

    @Test
    void whatIsNotAboveZeroIsComparedAsADifference() {
        double[] atOptimum = LION.clone();
        atOptimum[2] = 0;
        Comparison c = only(new Planted().losses("adam", ADAM).losses("lion", atOptimum).compare());
        assertFalse(c.effect().ratio());
        assertEquals(Arrays.stream(atOptimum).average().orElseThrow() - Arrays.stream(ADAM).average().orElseThrow(),
                c.effect().estimate(), 1e-12);
    }

    @Test
    void accuraciesAreComparedAsDifferencesAndMoreIsHigher() {
        Comparison c = only(new Planted().accuracies("adam", 0.90, 0.91, 0.92, 0.90)
                .accuracies("lion", 0.95, 0.97, 0.96, 0.96).compare("metric=testAccuracy"));
        assertEquals(0.0525, c.effect().estimate(), 1e-12);
        assertEquals("higher test accuracy than adam", c.verdict());
    }

    @Test
    void aDivergedRunCountsAsWorseThanEveryFinishedOne() {
        double[] broken = LION.clone();
        broken[3] = Double.NaN;
        Comparison c = only(new Planted().losses("adam", ADAM).losses("lion", broken).compare());
        assertEquals(ComparisonRule.Test.WILCOXON, c.effect().test());
        assertEquals(SignedRanks.p(new double[] {-1, -2, -3, -4, -5, -6, 7}), c.effect().p(), 0);
        assertEquals(7, c.pairs().size(), "no run is dropped");
        assertEquals(List.of("1 of lion diverged", "wilcoxon, as t cannot take diverged runs"), c.remarks());
        Comparison accuracy = only(new Planted().accuracies("adam", 0.5, 0.5, 0.6, 0.5, 0.5, 0.4)
                .accuracies("lion", Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN)
                .compare("metric=testAccuracy"));
        assertEquals("lower test accuracy than adam", accuracy.verdict(), "worse is lower here");
    }

    @Test
    void twoThatDivergedAreEqual() {
        double[] gone = {Double.NaN, Double.NaN, Double.NaN};
        Comparison c = only(new Planted().losses("adam", gone).losses("lion", gone).compare());
        assertEquals("no difference shown", c.verdict());
        assertEquals(1, c.effect().p());
        assertEquals(List.of("3 of lion diverged", "3 of adam diverged"), c.remarks().subList(0, 2));
    }

    @Test
    void seedsThatAreMissingOnOneSideAreNamed() {
        Comparison c = only(new Planted().losses("adam", ADAM).losses("lion", LION).without("lion", 2).without("lion", 5)
                .without("adam", 7).compare());
        assertEquals(4, c.pairs().size());
        assertEquals(List.of("left out, no result of lion: seeds 2, 5", "left out, no result of adam: seed 7"), c.remarks());
        double[] kept = {0.5 / 0.9, 0.4 / 1.0, 0.8 / 1.3, 0.6 / 1.05};
        assertEquals(Math.pow(Arrays.stream(kept).reduce(1, (a, b) -> a * b), 0.25), c.effect().estimate(), 1e-12);
    }

    @Test
    void oneSeedShowsNothing() {
        Comparison c = only(new Planted().losses("adam", 1).losses("lion", 0.1).compare());
        assertEquals("one seed shows nothing", c.verdict());
        assertEquals(0.1, c.effect().estimate(), 1e-12);
        assertFalse(c.effect().bounded());
        assertEquals(List.of("one seed: no interval"), c.remarks());
        Comparison none = only(new Planted().losses("adam", 1).losses("lion", 0.1).without("lion", 1).compare());
        assertEquals("no pair of results", none.verdict());
    }

    @Test
    void tooFewSeedsForRanksAreSaidToBeTooFew() {
        Comparisons comparisons = new Planted().losses("adam", 1, 2, 3, 4, 5).losses("lion", 0.1, 0.1, 0.2, 0.3, 0.4)
                .compare("test=wilcoxon");
        assertEquals("no difference shown", only(comparisons).verdict());
        assertEquals(List.of("of 5 seeds p is at least 0.063: nothing can be shown"), only(comparisons).remarks());
        assertTrue(ComparisonNotes.of(comparisons).contains(
                "So few seeds cannot show any difference by wilcoxon in 1 comparison; 6 could."));
    }

    /** Equal differences have no spread, of which t would be certain: accuracies of few examples do that by chance. */
    @Test
    void equalDifferencesAreLeftToRanks() {
        Comparison c = only(new Planted().accuracies("adam", 0.25, 0.5, 0.75).accuracies("lion", 0.375, 0.625, 0.875)
                .compare("metric=testAccuracy"));
        assertEquals(0.25, c.effect().p());
        assertEquals("wilcoxon, as t cannot take differences that are all equal", c.remarks().get(0));
    }

    @Test
    void whereSeedsChangeNothingThereIsNoTest() {
        Comparison c = only(new Planted().losses("adam", 1, 1, 1).losses("gd", 2, 2, 2).compare());
        assertEquals("higher loss than adam, whatever the seed", c.verdict());
        assertTrue(Double.isNaN(c.effect().p()) && Double.isNaN(c.holm()));
        double[] gone = {Double.NaN, Double.NaN};
        Comparison diverged = only(new Planted().losses("adam", 1, 1).losses("gd", gone).compare());
        assertEquals("higher loss than adam, whatever the seed", diverged.verdict());
        Comparison same = only(new Planted().losses("adam", 1, 1).losses("gd", 1, 1).compare());
        assertEquals("the same loss as adam", same.verdict());
    }

    @Test
    void holmGoesOverAllStudiesAndCountsWhatIsNotTested() {
        Map<String, Planted> studies = new LinkedHashMap<>();
        studies.put("one", new Planted().losses("adam", ADAM).losses("lion", LION).losses("sgd", reversed(ADAM)));
        studies.put("two", new Planted().losses("sgd", reversed(LION)).losses("lion", LION).losses("new", 0.5));
        Results results = Planted.results(studies);
        Comparisons comparisons = Planted.compare(results);
        List<Comparison> all = comparisons.all();
        assertEquals(List.of("lion/adam", "sgd/adam", "lion/sgd", "new/sgd"),
                all.stream().map(c -> c.contestant() + "/" + c.baseline()).toList());
        double[] p = all.stream().mapToDouble(c -> c.effect().p()).toArray();
        assertTrue(Double.isNaN(p[3]) && Double.isNaN(all.get(3).holm()));
        double[] holm = Holm.adjusted(p[0], p[1], p[2], 1);
        assertArrayEquals(Arrays.copyOf(holm, 3), all.stream().limit(3).mapToDouble(Comparison::holm).toArray(), 0);
        assertEquals(List.of("one", "two"), ComparisonTables.of(comparisons).stream().map(t -> t.title()).toList());
    }

    private static double[] reversed(double[] values) {
        double[] reversed = values.clone();
        for (int i = 0; i < values.length; i++) reversed[i] = values[values.length - 1 - i];
        return reversed;
    }

    @Test
    void unknownNamesAreRefusedWithTheNearest() {
        Planted planted = new Planted().accuracies("adam", 0.1, 0.2).accuracies("lion", 0.1, 0.3);
        assertEquals("compare: metric: unknown metric 'testAcuracy'; did you mean 'testAccuracy'?",
                assertThrows(InvalidInput.class, () -> planted.compare("metric=testAcuracy")).getMessage());
        assertEquals("compare: baseline: unknown label 'adm'; did you mean 'adam'?",
                assertThrows(InvalidInput.class, () -> planted.compare("baseline=adm")).getMessage());
        assertEquals("--set: test must be one of t, wilcoxon, but is 'sign'",
                assertThrows(InvalidInput.class, () -> planted.compare("test=sign")).getMessage());
    }

    @Test
    void rowsAreWholeAndSortable() {
        Table table = ComparisonTables.of(new Planted().losses("adam", ADAM).losses("lion", LION).losses("sgd", ADAM)
                .compare()).get(0);
        assertEquals(List.of("optimizer", "loss against adam", "95 % interval", "p", "Holm p", "seeds", "verdict",
                "remarks"), table.heading());
        assertTrue(table.rows().stream().allMatch(row -> row.size() == table.heading().size()));
        assertTrue(table.rows().get(0).get(1).text().startsWith("x 0.5"), table.rows().get(0).get(1).text());
        assertEquals("no difference shown", table.rows().get(1).get(6).text());
    }
}
