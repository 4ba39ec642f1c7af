package org.gradus.federated;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.gradus.optim.cuda.Device;
import org.gradus.optim.option.Require;

/**
 * How clients are held. All ways give the same bits, with any number of threads.
 *
 * @param rows all clients of a cohort at once, as rows of one array; otherwise a few at a time, one a thread
 * @param spill folder for what clients keep between rounds; null: in memory
 * @param card opens the card on which local steps are made, one for each run, which closes it; null: they are made here
 */
public record Engine(boolean rows, int threads, Path spill, Supplier<Device> card) {
    public Engine {
        Require.check(threads >= 1, "threads", "at least 1", threads);
    }

    /** For small closed-form problems: the models of a whole cohort as rows of one array, stepped in fused loops. */
    public static Engine rows(int threads) {
        return new Engine(true, threads, null, null);
    }

    /**
     * For clients with diagonal quadratics that keep nothing between rounds: the models of a cohort as rows on a card. The
     * quantities of the theory ({@link Terms}) are not computed.
     *
     * <pre>{@code Engine.device(() -> Device.open(0), threads)}</pre>
     *
     * @param threads of the host, which draw the noise
     */
    public static Engine device(Supplier<Device> card, int threads) {
        return new Engine(false, threads, null, card);
    }

    /** For any problem: a thread holds one model; memory grows with threads, not with the cohort. */
    public static Engine workers(int threads) {
        return new Engine(false, threads, null, null);
    }

    /** The same, with the clients' memories in a file of this folder. */
    public Engine spillingTo(Path folder) {
        return new Engine(rows, threads, folder, card);
    }
}
