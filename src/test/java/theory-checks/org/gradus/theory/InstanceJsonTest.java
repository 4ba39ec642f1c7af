package org.gradus.theory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.gradus.theory.catalogue.Claims;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A counterexample is saved as JSON: every instance must come back from there as it was. */
class InstanceJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Claim<?>> claims() {
        return Claims.ALL;
    }

    @ParameterizedTest
    @MethodSource("claims")
    void comesBackAsItWas(Claim<?> claim) throws JsonProcessingException {
        for (long seed = 0; seed < 4; seed++) {
            String text = JSON.writeValueAsString(claim.draw(seed, claim.smallest()));
            assertEquals(text, JSON.writeValueAsString(JSON.readValue(text, claim.instanceType())), claim.about().id());
        }
    }
}
