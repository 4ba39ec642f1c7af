package org.gradus.federated.random;

/** What a stream is drawn for. The order is part of the key: new purposes go to the end. */
public enum Purpose { SAMPLING, BATCH, NOISE, DROPOUT, LATENCY, CODEC, PARTITION, PERTURBATION }
