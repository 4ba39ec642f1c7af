/**
 * Noise that is added to gradients: light and heavy tails, by coordinate or by the length of the whole vector, with the
 * moments that are known in closed form.
 */
package org.gradus.federated.noise;
