package org.gradus.theory.lora;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.gradus.theory.Checker;
import org.gradus.theory.Claim;
import org.gradus.theory.Figure;
import org.gradus.theory.Result;
import org.gradus.theory.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each claim at its default draws, its control, its figure, and its instances as JSON. */
class LoraClaimsTest {
    static List<Claim<?>> claims() {
        return LoraClaims.ALL;
    }

    @ParameterizedTest
    @MethodSource("claims")
    void holdsAndItsControlIsCaught(Claim<?> claim) {
        Result result = new Checker(OptionalInt.empty(), 0, () -> { }).check(claim);
        assertEquals(Verdict.NOT_FALSIFIED, result.verdict(), () -> claim.about().id() + ": " + result.counterexample());
        assertTrue(result.controlCaught(), claim.about().id() + ": control: " + result.controlAbout());
        assertTrue(result.outside() <= result.draws() / 4, claim.about().id() + ": " + result.outside() + " draws outside");
    }

    @ParameterizedTest
    @MethodSource("claims")
    void figureHasFinitePoints(Claim<?> claim) {
        Figure figure = claim.figure();
        assertFalse(figure.series().isEmpty());
        for (Figure.Series series : figure.series()) {
            assertTrue(series.x().length > 0);
            String name = claim.about().id() + ": " + series.name();
            double least = figure.y().log() ? Double.MIN_VALUE : -Double.MAX_VALUE;
            assertTrue(Arrays.stream(series.y()).allMatch(y -> y >= least && Double.isFinite(y)), name);
        }
    }

    @ParameterizedTest
    @MethodSource("claims")
    void smallestInstancesAndJsonGiveTheSameEvidence(Claim<?> claim) throws IOException {
        replay(claim);
    }

    private static <I extends Record> void replay(Claim<I> claim) throws IOException {
        I drawn = claim.draw(2, claim.smallest());
        ObjectMapper mapper = new ObjectMapper();
        I read = mapper.readValue(mapper.writeValueAsString(drawn), claim.instanceType());
        assertEquals(claim.evaluate(drawn), claim.evaluate(read), claim.about().id());
        assertEquals(mapper.writeValueAsString(drawn), mapper.writeValueAsString(claim.draw(2, claim.smallest())));
    }

    /** Instances carry their optimizer: one that the claim does not speak of is outside, not a counterexample. */
    @Test
    void otherOptimizersAreOutside() {
        Problem p = SummedRite.draw(0, 6);
        Problem other = new Problem(SummedRite.optimizer(0, false), p.up(), p.down(), p.target(), p.pull(), p.noise());
        Problem guarded = new Problem("lora-rite(secondOrderGuard=1)", p.up(), p.down(), p.target(), p.pull(), p.noise());
        assertTrue(new Consistency().evaluate(guarded).outside().isPresent());
        List<Claim<Problem>> claims = List.of(new LinearizedRegret(), new Conservation(), new RegretIdentity(),
                new TurningBasis(), new MonotoneSpectrum());
        for (Claim<Problem> claim : claims) assertTrue(claim.evaluate(other).outside().isPresent(), claim.about().id());
    }

    @Test
    void idsAreDistinctAndLower() {
        Set<String> ids = new HashSet<>();
        for (Claim<?> claim : claims()) {
            assertTrue(ids.add(claim.about().id()));
            assertTrue(claim.about().id().matches("lora(-[a-z0-9]+)+"), claim.about().id());
        }
    }
}
