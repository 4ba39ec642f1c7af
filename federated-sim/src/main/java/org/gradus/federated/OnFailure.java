package org.gradus.federated;

/** What a client's failure (a gradient that is NaN, a displacement that is not finite) means for its round. */
public enum OnFailure {
    /** {@link ClientFailed}; the run is as it was before the round. */
    STRICT,
    /** The round goes on without the client, with renormalised weights; the log counts it. */
    SKIP
}
