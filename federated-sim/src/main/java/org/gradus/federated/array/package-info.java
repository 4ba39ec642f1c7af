/**
 * Models and optimizers as plain arrays of float64: a simulation moves hundreds of small models millions of times, where
 * a call into native memory costs more than the step itself.
 */
package org.gradus.federated.array;
