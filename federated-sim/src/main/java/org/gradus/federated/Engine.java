package org.gradus.federated;

import java.nio.file.Path;
import org.gradus.optim.option.Require;

/**
 * How clients are held. Both ways give the same bits, with any number of threads.
 *
 * @param rows all clients of a cohort at once, as rows of one array; otherwise a few at a time, one a thread
 * @param spill folder for what clients keep between rounds; null: in memory
 */
public record Engine(boolean rows, int threads, Path spill) {
    public Engine {
        Require.check(threads >= 1, "threads", "at least 1", threads);
    }

    /** For small closed-form problems: the models of a whole cohort as rows of one array, stepped in fused loops. */
    public static Engine rows(int threads) {
        return new Engine(true, threads, null);
    }

    /** For any problem: a thread holds one model; memory grows with threads, not with the cohort. */
    public static Engine workers(int threads) {
        return new Engine(false, threads, null);
    }

    /** The same, with the clients' memories in a file of this folder. */
    public Engine spillingTo(Path folder) {
        return new Engine(rows, threads, folder);
    }
}
