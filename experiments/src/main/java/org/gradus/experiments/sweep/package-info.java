/**
 * Tunes the contestants of a spec within equal budgets: the same number of candidates, seeds and steps for each. What a
 * sweep leaves behind is described at {@link org.gradus.experiments.sweep.Sweep}.
 */
package org.gradus.experiments.sweep;

