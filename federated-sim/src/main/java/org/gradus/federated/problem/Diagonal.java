package org.gradus.federated.problem;

/**
 * Gradients of closed form, element by element: client m has {@code h_m (y - c_m)}, plus what does not look at y.
 *
 * @param h one row a client
 * @param centers one row a client
 */
public record Diagonal(double[][] h, double[][] centers, Disturbance disturbance) {}
