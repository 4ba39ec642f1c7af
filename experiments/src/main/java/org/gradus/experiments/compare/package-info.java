/** Who is better: contestants compared seed by seed, by the rule that the spec fixed beforehand. */
package org.gradus.experiments.compare;

