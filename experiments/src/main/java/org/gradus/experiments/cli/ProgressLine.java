package org.gradus.experiments.cli;

import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.gradus.experiments.run.Progress;

/** A bar with the time left, on a terminal. */
final class ProgressLine implements Progress {
    private static final int WIDTH = 78;
    private static final int UPDATE_MILLIS = 200;

    private final String task;
    private final String unit;
    private ProgressBar bar;

    /** @param unit what is counted: {@code "steps"} */
    ProgressLine(String task, String unit) {
        this.task = task;
        this.unit = unit;
    }

    ProgressLine() {
        this("training", "steps");
    }

    @Override
    public void begin(long steps) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setSpeedUnit(ChronoUnit.SECONDS)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
    }

    @Override
    public void advance(long steps) {
        bar.stepBy(steps);
    }

    @Override
    public void close() {
        if (bar != null) bar.close();
    }
}
