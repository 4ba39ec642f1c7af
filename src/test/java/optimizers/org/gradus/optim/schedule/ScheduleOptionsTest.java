package org.gradus.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How schedules are read and written, and what they say of options that cannot be. */
class ScheduleOptionsTest {
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            constant(value=NaN)                                         | value
            constant(value=1, warmup=-1)                                | warmup
            constant(value=1, start=Infinity)                           | start
            linear(steps=10)                                            | peak
            linear(peak=1)                                              | steps
            linear(peak=-1, steps=10)                                   | peak
            linear(peak=NaN, steps=10)                                  | peak
            linear(peak=Infinity, steps=10)                             | peak
            linear(peak=1, steps=0)                                     | steps
            linear(peak=1, steps=1, endInclusive=true)                  | steps
            linear(peak=1, steps=1.5)                                   | steps
            linear(peak=1, steps=10, end=2)                             | end
            linear(peak=1, steps=10, end=-0.1)                          | end
            linear(peak=1, steps=10, warmup=10)                         | warmup
            linear(peak=1, steps=10, warmup=9, endInclusive=true)       | warmup
            linear(peak=1, steps=10, warmup=-1)                         | warmup
            linear(peak=1, steps=10, start=-1)                          | start
            linear(peak=1, steps=10, endInclusive=maybe)                | endInclusive
            cosine(peak=1, steps=10, end=NaN)                           | end
            cosine(peak=1, step=10)                                     | step
            rex(peak=one, steps=10)                                     | peak
            polynomial(peak=1, steps=10, power=0)                       | power
            polynomial(peak=1, steps=10, power=Infinity)                | power
            uba(peak=1, steps=10, phi=0)                                | phi
            uba(peak=1, steps=10, phi=NaN)                              | phi
            exponential(peak=1)                                         | gamma
            exponential(peak=1, gamma=0)                                | gamma
            exponential(peak=1, gamma=1.1)                              | gamma
            step(peak=1, every=0)                                       | every
            step(peak=1, every=5, gamma=-0.5)                           | gamma
            multistep(peak=1, milestones=[5, 5])                        | milestones
            multistep(peak=1, milestones=[0])                           | milestones
            multistep(peak=1, milestones=[4], warmup=4)                 | milestones
            multistep(peak=1, milestones=[a])                           | milestones
            inverse-sqrt(peak=1, warmup=0)                              | warmup
            inverse-sqrt(peak=1)                                        | warmup
            warmup-stable-decay(peak=1, steps=10)                       | decaySteps
            warmup-stable-decay(peak=1, steps=10, decaySteps=0)         | decaySteps
            warmup-stable-decay(peak=1, steps=10, decaySteps=8, warmup=3)   | decaySteps
            warmup-stable-decay(peak=1, steps=10, decaySteps=5, decay=cubic)       | decay
            warmup-stable-decay(peak=1, steps=10, decaySteps=5, decay=exponential) | end
            one-cycle(peak=1, steps=3)                                  | steps
            one-cycle(peak=1, steps=0)                                  | steps
            one-cycle(peak=1, steps=10, pctStart=1)                     | pctStart
            one-cycle(peak=1, steps=10, pctStart=0)                     | pctStart
            one-cycle(peak=1, steps=10, divFactor=0)                    | divFactor
            one-cycle(peak=1, steps=10, finalDivFactor=-1)              | finalDivFactor
            one-cycle(peak=1, steps=10, anneal=sine)                    | anneal
            power(base=-1, exponent=1)                                  | base
            power(base=1, exponent=NaN)                                 | exponent
            power(base=1, exponent=1, warmup=-2)                        | warmup
            """)
    void aWrongOptionIsNamedInOneLine(String spec, String option) {
        InvalidInput e = assertThrows(InvalidInput.class, () -> Schedule.parse(spec));
        String type = spec.substring(0, spec.indexOf('('));
        assertTrue(e.getMessage().startsWith(type + ": "), e.getMessage());
        assertTrue(e.getMessage().contains(option), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }

    @Test
    void anUnknownTypeIsAnErrorWithTheNearestOne() {
        InvalidInput e = assertThrows(InvalidInput.class, () -> Schedule.parse("cosin(peak=1, steps=10)"));
        assertEquals("unknown schedule 'cosin'; did you mean 'cosine'?", e.getMessage());
        assertThrows(InvalidInput.class, () -> Schedule.parse("1e"));
        assertThrows(InvalidInput.class, () -> Schedule.parse(true));
    }

    @Test
    void aNegativeUpdateIsAnError() {
        for (Schedule s : Examples.ONE_OF_EACH) {
            InvalidInput e = assertThrows(InvalidInput.class, () -> s.at(-1), s.toString());
            assertEquals("t must be an update number >= 0, but is -1", e.getMessage());
        }
    }

    @Test
    void everyTypeIsInTheCatalogueWithItsMeaning() {
        assertEquals(Set.of("constant", "linear", "cosine", "polynomial", "exponential", "step", "multistep",
                "inverse-sqrt", "rex", "one-cycle", "warmup-stable-decay", "uba", "power"),
                Set.copyOf(Schedules.CATALOGUE.types()));
        assertEquals(Schedules.CATALOGUE.types().size(), Examples.ONE_OF_EACH.size());
        for (String type : Schedules.CATALOGUE.types()) {
            assertFalse(Catalogue.entry(Schedules.CATALOGUE.find(type)).about().isBlank());
            Options.describe(Schedules.CATALOGUE.find(type).asSubclass(Record.class))
                    .forEach(option -> assertFalse(option.about().isBlank(), type + "." + option.name()));
        }
    }

    @Test
    void textMapAndRecordAreTheSameSchedule() {
        Schedule record = new Cosine(0.1, 0, 100, 10, 0, false);
        assertEquals("cosine(peak=0.1, end=0.0, steps=100, warmup=10, start=0.0, endInclusive=false)", record.write());
        assertEquals(record, Schedule.parse("cosine(peak=0.1, steps=100, warmup=10)"));
        assertEquals(record, Schedule.parse(Map.of("type", "cosine", "peak", 0.1, "steps", 100, "warmup", 10)));
        Schedule multistep = new Multistep(1, 0.1, List.of(50L, 75L), 0, 0);
        assertEquals(multistep, Schedule.parse("multistep(peak=1, milestones=[50, 75])"));
        assertEquals(multistep, Schedule.parse(Map.of("type", "multistep", "peak", 1, "milestones", List.of(50, 75))));
    }

    @Test
    void aConstantIsWrittenAsANumber() {
        assertEquals(0.1, Schedule.constant(0.1).write());
        assertEquals(new Constant(0.1), Schedule.parse(0.1));
        assertEquals(new Constant(0.1), Schedule.parse("0.1"));
        assertEquals(new Constant(0.1), Schedule.parse("constant(value=0.1)"));
        assertEquals(Double.POSITIVE_INFINITY, Schedule.parse("Infinity").at(3));
        Schedule warmed = new Constant(0.4, 2, 0);
        assertEquals(warmed, Schedule.parse(warmed.write()));
        assertEquals(0.2, warmed.at(0));
        assertEquals(0.4, warmed.at(1));
    }

    @Test
    void aLambdaHasNoTextForm() {
        Schedule lambda = t -> 1.0 / (1 + t);
        InvalidInput e = assertThrows(InvalidInput.class, lambda::write);
        assertTrue(e.getMessage().contains("no text form"), e.getMessage());
    }
}
