package org.gradus.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What holds for every valid schedule. */
class SchedulePropertiesTest {
    @Property
    void writtenAndReadItIsTheSame(@ForAll("any") Schedule schedule) {
        assertEquals(schedule, Schedule.parse(schedule.write()));
    }

    @Property
    void theSameUpdateHasTheSameBits(@ForAll("any") Schedule schedule, @ForAll @LongRange(max = 1000) long t) {
        long bits = Double.doubleToRawLongBits(schedule.at(t));
        schedule.at(t + 1);
        assertEquals(bits, Double.doubleToRawLongBits(schedule.at(t)));
        assertEquals(bits, Double.doubleToRawLongBits(Schedule.parse(schedule.write()).at(t)));
    }

    @Property
    void valuesAreFiniteAndNotNegative(@ForAll("any") Schedule schedule,
            @ForAll @LongRange(max = Long.MAX_VALUE) long t) {
        double value = schedule.at(t);
        assertTrue(Double.isFinite(value) && value >= 0, schedule + " at " + t + " is " + value);
    }

    @Property
    void withABudgetItIsThePeakFirstThenNeverRisesAndHoldsTheEnd(@ForAll("annealed") Annealed schedule) {
        assertEquals(schedule.peak(), schedule.at(schedule.warmup()));
        if (schedule.warmup() > 0) assertEquals(schedule.peak(), schedule.at(schedule.warmup() - 1));
        for (long t = schedule.warmup(); t < schedule.steps() + 2; t++) {
            assertTrue(schedule.at(t + 1) <= schedule.at(t), schedule + " rises at " + t);
        }
        assertEquals(schedule.end(), schedule.at(schedule.steps()), 1e-15 * schedule.peak());
    }

    @Property
    void afterTheWarmUpOnlyAGrowingPowerRises(@ForAll("any") Schedule schedule) {
        if (!(schedule instanceof WarmedUp warmed) || schedule instanceof Power p && p.exponent() > 0) return;
        for (long t = warmed.warmup(); t < warmed.warmup() + 200; t++) {
            assertTrue(schedule.at(t + 1) <= schedule.at(t), schedule + " rises at " + t);
        }
    }

    @Provide
    Arbitrary<Schedule> any() {
        return Examples.any();
    }

    @Provide
    Arbitrary<Annealed> annealed() {
        return Examples.annealed();
    }
}
