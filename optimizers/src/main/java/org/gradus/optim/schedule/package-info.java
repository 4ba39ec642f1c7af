/**
 * Schedules: hyperparameters as functions of the update number.
 *
 * <p>Conventions, the same for all: update {@code t = 0, 1, ..., T-1} uses {@code at(t)}. A warm-up of W updates rises
 * from {@code start} to {@code peak}, which update W-1 is the first to use. After it the progress
 * {@code u = (t - W) / (T - W)} goes from 0 to 1; {@code u = 1} would be update T, so {@code end} is approached and not
 * used, unless {@code endInclusive} makes it the value of update T-1. After T the value at {@code u = 1} is held.
 * Values are float64 and the same bits on every machine.
 */
package org.gradus.optim.schedule;
