/** The command line. Results go to stdout, everything else to stderr; what is wrong is said in one line. */
package org.gradus.experiments.cli;
