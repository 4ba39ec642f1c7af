package org.gradus.federated;

/** A model has left float64: the server's after a round, or a client's on its way. */
public final class Diverged extends RuntimeException {
    private final long round;

    Diverged(long round, String what) {
        super(what + "; lower the inner or the outer rate");
        this.round = round;
    }

    /** From 0. */
    public long round() {
        return round;
    }
}
