/**
 * Runs an experiment: trains every optimizer from every seed, logs, resumes what was cut off, and draws figures from
 * the logs. What a run leaves behind is described at {@link RunFolder}.
 */
package org.gradus.experiments.run;
