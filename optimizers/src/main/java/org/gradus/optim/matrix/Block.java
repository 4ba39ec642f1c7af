package org.gradus.optim.matrix;

import java.util.List;

/**
 * What a matrix method works on at once: one parameter, or the two factors of a pair (up first).
 *
 * @param scale of a pair, dW = scale up down; otherwise 1
 */
public record Block(String name, List<Factor> factors, double scale) {}
