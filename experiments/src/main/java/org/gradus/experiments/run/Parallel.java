package org.gradus.experiments.run;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Carries out the runs of an experiment, several at a time. */
public final class Parallel {
    private Parallel() {}

    /**
     * Returns when all are done, or one has failed.
     *
     * @param threads runs at a time
     * @throws RunFailed if a run fails, or the experiment is interrupted; the other runs stop at their next step then
     */
    public static void run(List<Runnable> runs, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, runs.size())));
        try {
            ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(pool);
            for (Runnable run : runs) running.submit(run, null);
            for (int i = 0; i < runs.size(); i++) result(running.take());
        } catch (InterruptedException e) {
            throw new RunFailed("the experiment was interrupted", e);
        } finally {
            stop(pool);
        }
    }

    /** Nothing is written once this returns. */
    private static void stop(ExecutorService pool) {
        pool.shutdownNow();
        try {
            pool.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void result(Future<Void> run) throws InterruptedException {
        try {
            run.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new RunFailed(String.valueOf(e.getCause()), e.getCause());
        }
    }
}
