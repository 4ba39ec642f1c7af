/** Optimizers on the variables of a SameDiff graph; needs nothing but nd4j-api. */
package org.gradus.optim.samediff;
