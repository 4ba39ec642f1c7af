package org.gradus.federated;

/** The weights of clients in the average. */
public enum Weighting {
    /** The problem's: usually the number of a client's examples. */
    SIZE,
    EQUAL
}
