/**
 * Runs an experiment with simulated clients: every algorithm from every seed, at every point of every study; logs, resumes
 * what was cut off, and draws figures from the logs. What a run leaves behind is described at
 * {@link org.gradus.experiments.simulation.SimulationRunner}.
 */
package org.gradus.experiments.simulation;
