/**
 * Optimizers inside DL4J 1.0.0-M2.1, in two tiers. {@link org.gradus.optim.dl4j.GradusUpdater} is an updater of a network's
 * configuration: it sees one gradient at a time, and its state is saved with the network.
 * {@link org.gradus.optim.dl4j.Dl4jTrainer} takes every optimizer, since it sees all parameters; its state is a file beside
 * the network's. {@link org.gradus.optim.dl4j.Dl4jLora} puts LoRA pairs onto dense layers.
 *
 * <p>DL4J is an optional dependency: whoever uses this package brings {@code org.deeplearning4j:deeplearning4j-nn}.
 */
package org.gradus.optim.dl4j;
