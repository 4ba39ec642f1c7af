package org.gradus.optim.schedule;

/** A schedule with a budget: after the warm-up it falls from its peak to its end over the updates that are left. */
public interface Annealed extends WarmedUp {
    /** The value at the end of the budget, eta_min. */
    double end();

    /** T, the updates of the whole run, warm-up included. */
    long steps();

    /** Whether update T-1 uses the end; otherwise the end would be the value of update T. */
    boolean endInclusive();

    /** The value at progress {@code u}: the peak at 0, the end at 1. */
    double value(double u);

    /** The update at which the fall begins. */
    default long annealFrom() {
        return warmup();
    }

    /** The progress u in [0, 1] of the fall at update t: 0 before it begins, 1 from the end of the budget on. */
    default double progress(long t) {
        double span = steps() - annealFrom() - (endInclusive() ? 1 : 0);
        return Math.min(1, Math.max(0, (t - annealFrom()) / span));
    }

    @Override
    default double afterWarmup(long t) {
        return value(progress(t));
    }

    /** The value that keeps this share of the way from the end up to the peak: exactly the peak at 1, never above. */
    default double keeping(double share) {
        return share == 1 ? peak() : Math.min(peak(), end() + (peak() - end()) * share);
    }
}
