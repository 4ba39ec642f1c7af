/** What came out of an experiment, in the same words for trainings and simulations: all that figures, tables and reports know. */
package org.gradus.experiments.result;

