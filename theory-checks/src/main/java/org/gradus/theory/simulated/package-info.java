/** What claims about rounds share: separable objectives with known constants, and whole runs of the federated simulator. */
package org.gradus.theory.simulated;
