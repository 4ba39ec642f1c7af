package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.gradus.experiments.run.Progress;

/** A line every few seconds, for logs; nothing for a run that is over sooner. */
final class ProgressReports implements Progress {
    private static final long EVERY = Duration.ofSeconds(5).toNanos();

    private final PrintWriter err;
    private final String task;
    private final String unit;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong reported = new AtomicLong();
    private volatile long total;
    private volatile long start;

    /** @param unit what is counted: {@code "steps"} */
    ProgressReports(PrintWriter err, String task, String unit) {
        this.err = err;
        this.task = task;
        this.unit = unit;
    }

    ProgressReports(PrintWriter err) {
        this(err, "training", "steps");
    }

    @Override
    public void begin(long steps) {
        total = steps;
        start = System.nanoTime();
        reported.set(start);
    }

    @Override
    public void advance(long steps) {
        long now = System.nanoTime();
        long sofar = done.addAndGet(steps);
        long last = reported.get();
        if (now - last < EVERY || !reported.compareAndSet(last, now)) return;
        long left = Math.round((now - start) * 1e-9 * (total - sofar) / sofar);
        err.println(task + ": " + 100 * sofar / total + " % of " + total + " " + unit + ", about " + left + " s left");
    }
}
