/** What a spec describes, carried out: trainings, simulations, or several experiments in turn. */
package org.gradus.experiments.experiment;

