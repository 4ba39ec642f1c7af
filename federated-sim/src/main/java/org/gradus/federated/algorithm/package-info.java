/** Published methods by name. Each is options, and a description of a round: see {@link org.gradus.federated.Simulation}. */
package org.gradus.federated.algorithm;
