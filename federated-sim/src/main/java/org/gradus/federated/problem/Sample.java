package org.gradus.federated.problem;

/**
 * Which draw of a stochastic gradient: equal samples are equal mini-batches and equal noise, at whatever point the
 * gradient is taken.
 *
 * @param step the local step, from 0
 */
public record Sample(long seed, long round, int client, int step) {}
