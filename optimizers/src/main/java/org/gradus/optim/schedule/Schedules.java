package org.gradus.optim.schedule;

import java.util.List;
import org.gradus.optim.option.Catalogue;

/** Every schedule that a run spec can name. */
public final class Schedules {
    public static final Catalogue<Schedule> CATALOGUE = new Catalogue<>("schedule", Schedule.class, List.of(
            Constant.class, Linear.class, Cosine.class, Polynomial.class, Exponential.class, Step.class,
            Multistep.class, InverseSqrt.class, Rex.class, OneCycle.class, WarmupStableDecay.class, Uba.class,
            Power.class));

    private Schedules() {}
}
