package org.gradus.optim.schedule;

/**
 * A schedule that rises in a straight line to its peak and then follows its own formula:
 * {@code start + (peak - start) (t + 1) / W} for {@code t < W}, so that update W-1 is the first to use the peak.
 */
public interface WarmedUp extends Schedule {
    /** The value that the warm-up ends on. */
    double peak();

    /** W, the updates of the warm-up; 0 for none. */
    long warmup();

    /** The value that the warm-up sets out from; no update uses it. */
    double start();

    /** The value that update {@code t >= warmup()} uses. */
    double afterWarmup(long t);

    @Override
    default double at(long t) {
        Check.update(t);
        if (t >= warmup()) return afterWarmup(t);
        double share = (t + 1.0) / warmup();
        return share == 1 ? peak() : start() + (peak() - start()) * share;
    }
}
