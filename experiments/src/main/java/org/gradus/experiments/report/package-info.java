/** The report of an experiment: one page with its tables and figures, spec and environment. */
package org.gradus.experiments.report;

