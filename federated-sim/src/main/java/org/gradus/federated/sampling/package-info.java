/** Which clients take part in a round: a function of (seed, round) and of nothing that was drawn before. */
package org.gradus.federated.sampling;
