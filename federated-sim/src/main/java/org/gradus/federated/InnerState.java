package org.gradus.federated;

/** What becomes of a client's optimizer state between rounds. */
public enum InnerState {
    /** Each client keeps its own: memory grows with the clients that ever took part. */
    KEEP,
    /** It starts anew in every round. */
    RESET,
    /** It is averaged and broadcast as the model is, and counted in the traffic as the model is. */
    AVERAGE
}
