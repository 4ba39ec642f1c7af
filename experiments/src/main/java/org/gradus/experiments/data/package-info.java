/** Small real data sets that ship with the toolkit, each with a fixed split into a training and a test part. */
package org.gradus.experiments.data;
