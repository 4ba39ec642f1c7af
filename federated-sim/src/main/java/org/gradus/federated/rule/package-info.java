/**
 * Update rules that are at home in rounds: outer rules, which move the server's model by the outer gradient
 * {@code g = -D} (D the averaged displacement of the clients), and rules of the clients of adaptive federated methods.
 */
package org.gradus.federated.rule;
