/** Trace files (gradus-trace-1): replays an optimizer on given numbers in float64, to compare with any other implementation. */
package org.gradus.experiments.trace;
