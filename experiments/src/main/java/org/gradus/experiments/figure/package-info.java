/** Which figures an experiment's results deserve, and what stands in them; drawn by {@code org.gradus.plots}. */
package org.gradus.experiments.figure;

