/** The problems that a run spec can name, each with its options. */
package org.gradus.experiments.problem;
