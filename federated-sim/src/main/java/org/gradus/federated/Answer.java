package org.gradus.federated;

/** What a client made of a round: written by its worker, read by the server. */
final class Answer {
    private static final double FAR = 1e100;

    final int client;
    /** The displacement as the server decodes it; where only scalars travel, the update that they stand for. */
    double[] delta;
    /** What a method sends along with it, decoded. */
    double[] extra;
    /** What the client keeps, to be stored if the round succeeds; null if nothing. */
    double[] memory;
    /** For each coordinate the largest magnitude that the local model had; null unless asked for. */
    double[] largest;
    /** Scalars sent, where only scalars travel. */
    int scalars;
    long bytes;
    long steps;
    String failure;
    boolean diverged;
    long failedStep;

    Answer(int client) {
        this.client = client;
    }

    Answer failed(String why, long step) {
        failure = why;
        failedStep = step;
        return this;
    }

    /** A failure at this point. */
    Answer failedAt(double[] y, String why, long step) {
        diverged = isFar(y);
        return failed(why, step);
    }

    /** A model of such a magnitude has diverged: what fails there is no fault of the client's data. */
    static boolean isFar(double[] y) {
        for (double value : y) {
            if (!(Math.abs(value) < FAR)) return true;
        }
        return false;
    }

    RuntimeException exception(long round) {
        if (diverged) return new Diverged(round, "the local model of client " + client + " left float64 in round " + round);
        return new ClientFailed(client, round, failedStep, failure);
    }
}
