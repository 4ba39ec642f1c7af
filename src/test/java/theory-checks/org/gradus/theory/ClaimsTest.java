package org.gradus.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.theory.catalogue.Claims;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every claim of the catalogue must do. A new claim is covered by being in the catalogue. */
class ClaimsTest {
    private static final int FEW = 12;

    private static Map<Claim<?>, Result> results;

    static List<Claim<?>> claims() {
        return Claims.ALL;
    }

    /** On all processors: this is most of the time that the module's tests take. */
    @BeforeAll
    static void check() {
        results = Claims.ALL.parallelStream().collect(Collectors.toConcurrentMap(claim -> claim, claim ->
                new Checker(OptionalInt.of(Math.min(FEW, claim.draws())), 0, () -> { }).check(claim)));
    }

    @ParameterizedTest
    @MethodSource("claims")
    void isNotFalsifiedAndItsControlIsCaught(Claim<?> claim) {
        Result result = results.get(claim);
        assertEquals(Verdict.NOT_FALSIFIED, result.verdict(), () -> result.about().id() + ": " + result.counterexample());
        assertTrue(result.controlCaught(), result.about().id() + ": the control came out " + result.control());
        assertTrue(result.tightest() >= 0, result.about().id());
    }

    @ParameterizedTest
    @MethodSource("claims")
    void drawsAnySeedDownToTheSmallestSize(Claim<?> claim) {
        draw(claim, 12_345_678_901L, claim.smallest());
        // Claims of one size were drawn with small seeds above already.
        if (claim.sizes().equals(List.of(claim.smallest()))) return;
        for (long seed = 0; seed < 3; seed++) draw(claim, seed, claim.smallest());
    }

    private static <I extends Record> void draw(Claim<I> claim, long seed, int size) {
        I instance = claim.draw(seed, size);
        assertEquals(claim.instanceType(), instance.getClass());
        Evidence evidence = claim.evaluate(instance);
        String id = claim.about().id();
        assertFalse(evidence.comparisons().isEmpty() && evidence.outside().isEmpty(), id + " compares nothing");
        for (Comparison c : evidence.comparisons()) {
            if (c instanceof Inequality i) assertFalse(i.isViolated(), id + " seed " + seed + " size " + size + ": " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("claims")
    void saysWhatItIsAndShowsAFigure(Claim<?> claim) {
        About about = claim.about();
        assertTrue(about.id().matches("[a-z0-9]+(-[a-z0-9]+)+"), about.id());
        for (String text : List.of(about.title(), about.statement(), about.source(),
                claim.control().about())) assertFalse(text.isBlank());
        assertFalse(about.assumptions().isEmpty());
        String everything = about + claim.control().about();
        assertFalse(everything.contains("proved") || everything.contains("  "), everything);
        Figure figure = claim.figure();
        assertFalse(figure.caption().isBlank());
        Set<String> names = new HashSet<>();
        assertFalse(figure.series().isEmpty());
        for (Figure.Series s : figure.series()) assertTrue(names.add(s.name()) && s.x().length > 0, s.name());
    }

    @Test
    void idsAreDistinct() {
        assertEquals(Claims.ALL.size(), Claims.ALL.stream().map(c -> c.about().id()).distinct().count());
    }

    @Test
    void findsByIdAndGlobInTheOrderOfTheCatalogue() {
        assertEquals(Claims.ALL, Claims.find(Claims.ALL, List.of()));
        assertEquals(List.of("adam-t1", "adam-t2"), ids("adam-t2", "adam-t1", "adam-t1"));
        assertEquals(List.of("adam-t9", "adam-t9-floor", "adam-t9b"), ids("adam-t9*"));
        assertTrue(ids("*").size() == Claims.ALL.size());
        String complaint = assertThrows(InvalidInput.class, () -> ids("adam-t22")).getMessage();
        assertTrue(complaint.startsWith("unknown claim 'adam-t22'; did you mean 'adam-t"), complaint);
        assertThrows(InvalidInput.class, () -> ids("zzz*"));
    }

    private static List<String> ids(String... patterns) {
        return Claims.find(Claims.ALL, List.of(patterns)).stream().map(c -> c.about().id()).toList();
    }
}
