package org.gradus.optim.execute;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the pieces of one pass; the caller is one of them. Handing out work allocates nothing. A caller
 * that finds the threads busy with another's pass does its own alone: results never depend on who does what.
 */
final class Workers {
    /** One for each processor, or {@code -Dgradus.threads=N}. */
    static final Workers SHARED =
            new Workers(Integer.getInteger("gradus.threads", Runtime.getRuntime().availableProcessors()));

    /** A worker that finds nothing to do looks this often before it sleeps: a few tenths of a millisecond. */
    private static final int SPINS = 20_000;

    private final Thread[] helpers;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private volatile int round;
    private volatile Throwable failure;
    private Executor.Task task;
    private int pieces;
    private int grain;

    Workers(int threads) {
        helpers = new Thread[Math.max(0, threads - 1)];
        for (int i = 0; i < helpers.length; i++) {
            int worker = i + 1;
            helpers[i] = new Thread(() -> serve(worker), "gradus-worker-" + worker);
            helpers[i].setDaemon(true);
            helpers[i].start();
        }
    }

    int threads() {
        return helpers.length + 1;
    }

    /** Runs every piece once, in parallel if asked and possible, and returns when all are done. */
    void run(int pieces, boolean parallel, Executor.Task task) {
        if (!parallel || pieces < 2 || helpers.length == 0 || !busy.compareAndSet(false, true)) {
            for (int piece = 0; piece < pieces; piece++) task.run(piece, 0);
            return;
        }
        try {
            this.task = task;
            this.pieces = pieces;
            this.grain = Math.max(1, pieces / (16 * threads()));
            failure = null;
            next.set(0);
            running.set(helpers.length);
            round++;
            for (Thread helper : helpers) LockSupport.unpark(helper);
            work(0);
            while (running.get() > 0) Thread.onSpinWait();
            if (failure instanceof RuntimeException e) throw e;
            if (failure != null) throw new IllegalStateException(failure);
        } finally {
            this.task = null;
            busy.set(false);
        }
    }

    private void serve(int worker) {
        int seen = 0;
        while (true) {
            for (int spin = 0; round == seen; spin++) {
                if (spin < SPINS) Thread.onSpinWait();
                else LockSupport.park(this);
            }
            seen = round;
            work(worker);
            running.decrementAndGet();
        }
    }

    private void work(int worker) {
        try {
            for (int first = next.getAndAdd(grain); first < pieces; first = next.getAndAdd(grain)) {
                for (int piece = first; piece < Math.min(pieces, first + grain); piece++) task.run(piece, worker);
            }
        } catch (Throwable e) {
            failure = e;
            next.set(pieces);
        }
    }
}
