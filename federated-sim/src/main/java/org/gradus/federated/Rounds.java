package org.gradus.federated;

/** A way to make rounds. */
interface Rounds {
    /** The next round; if a client fails, nothing has changed. */
    RoundLog next();
}
