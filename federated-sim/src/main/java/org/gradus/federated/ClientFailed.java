package org.gradus.federated;

/** A client could not do its local work. Nothing of the round has happened. */
public final class ClientFailed extends RuntimeException {
    private final int client;
    private final long round;
    private final long step;

    ClientFailed(int client, long round, long step, String why) {
        super("client " + client + ", round " + round + ", local step " + step + ": " + why);
        this.client = client;
        this.round = round;
        this.step = step;
    }

    /** From 0. */
    public int client() {
        return client;
    }

    /** From 0. */
    public long round() {
        return round;
    }

    /** From 0. */
    public long step() {
        return step;
    }
}
