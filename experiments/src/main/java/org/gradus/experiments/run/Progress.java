package org.gradus.experiments.run;

/** Hears how an experiment gets on. Called from several threads. */
public interface Progress extends AutoCloseable {
    /** Before the first step, with the number of steps that are left to do. */
    void begin(long steps);

    /** So many more steps are done, or will never be, because their run diverged. */
    void advance(long steps);

    @Override
    default void close() {}

    /** Says nothing. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void begin(long steps) {}

            @Override
            public void advance(long steps) {}
        };
    }
}
