package org.gradus.optim.schedule;

import org.gradus.optim.option.InvalidInput;

/** Another schedule times a constant: see {@link Schedule#times}. */
record Scaled(Schedule schedule, double factor) implements Schedule {
    @Override
    public double at(long t) {
        return schedule.at(t) * factor;
    }

    @Override
    public Object write() {
        throw new InvalidInput("a scaled schedule has no text form; write the schedule and the factor");
    }
}
