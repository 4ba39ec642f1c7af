package org.gradus.federated;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that share numbered tasks; the caller is one of them. Results must not depend on who does what. */
final class Pool implements AutoCloseable {
    interface Task {
        void run(int index, int worker);
    }

    private final int threads;
    private final ExecutorService helpers;

    Pool(int threads) {
        this.threads = threads;
        this.helpers = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, task -> {
            Thread thread = new Thread(task, "gradus-client-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    int threads() {
        return threads;
    }

    /**
     * Runs task 0, ..., count - 1, and returns when all are done; of several errors, the one of the lowest index is thrown.
     */
    void each(int count, Task task) {
        if (helpers == null || count < 2) {
            for (int i = 0; i < count; i++) task.run(i, 0);
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Throwable[] failures = new Throwable[count];
        int others = Math.min(threads, count) - 1;
        CountDownLatch done = new CountDownLatch(others);
        for (int h = 0; h < others; h++) {
            int worker = h + 1;
            helpers.execute(() -> {
                work(count, task, next, worker, failures);
                done.countDown();
            });
        }
        work(count, task, next, 0, failures);
        await(done);
        for (Throwable failure : failures) {
            if (failure instanceof RuntimeException e) throw e;
            if (failure instanceof Error e) throw e;
        }
    }

    private static void work(int count, Task task, AtomicInteger next, int worker, Throwable[] failures) {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            try {
                task.run(i, worker);
            } catch (Throwable e) {
                failures[i] = e;
            }
        }
    }

    private static void await(CountDownLatch done) {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    @Override
    public void close() {
        if (helpers != null) helpers.shutdown();
    }
}
