/** Objectives that are spread over clients. */
package org.gradus.federated.problem;
