package org.gradus.experiments.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.gradus.experiments.document.Json;
import org.gradus.theory.Checker;
import org.gradus.theory.Claim;
import org.gradus.theory.Evidence;
import org.gradus.theory.Result;
import org.gradus.theory.Verdict;
import org.gradus.theory.catalogue.Claims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An instance of any claim can be saved, read and looked at again, by the files that users see. */
class InstanceFileTest {
    private static final Checker CHECKER = new Checker(OptionalInt.empty(), 0, () -> { });

    @TempDir
    Path folder;

    static List<Claim<?>> claims() {
        return Claims.ALL;
    }

    @ParameterizedTest
    @MethodSource("claims")
    void replaysWhatWasSaved(Claim<?> claim) {
        Record instance = claim.draw(1, claim.smallest());
        Result replayed = InstanceFile.replay(saved(claim, 1, instance), Claims.ALL, CHECKER);
        assertEquals(claim.about().id(), replayed.about().id());
        assertEquals(Json.line(instance), Json.line(replayed.counterexample().orElseThrow().instance()));
        assertNotEquals(Verdict.FALSIFIED, replayed.verdict());
    }

    /** JSON has no Infinity; the file holds it as text. */
    @Test
    void replaysInfinity() {
        Claim<?> claim = Claims.find(Claims.ALL, List.of("tailopt-robustness")).get(0);
        long seed = 0;
        while (!Json.line(claim.draw(seed, 2)).contains("Infinity")) seed++;
        Path file = saved(claim, seed, claim.draw(seed, 2));
        assertTrue(Json.read(file).get("instance").get("factor").isTextual());
        Result replayed = InstanceFile.replay(file, Claims.ALL, CHECKER);
        assertEquals(Verdict.NOT_FALSIFIED, replayed.verdict());
        assertEquals(Json.line(claim.draw(seed, 2)), Json.line(replayed.counterexample().orElseThrow().instance()));
    }

    private Path saved(Claim<?> claim, long seed, Record instance) {
        return InstanceFile.write(new Result(claim.about(), Verdict.FALSIFIED, 1, 0, Double.NaN, "",
                Optional.of(new Result.Counterexample(seed, claim.smallest(), instance, Evidence.of())), Optional.empty(),
                "", 0), folder);
    }
}
