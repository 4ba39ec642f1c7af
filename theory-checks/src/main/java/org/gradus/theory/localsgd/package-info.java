/**
 * Local SGD with outer optimizers: Khaled, Kale, Douillard, Jin, Fergus and Zaheer, arXiv 2509.10439. M nodes take H steps
 * of rate eta from a common point, R rounds long; the outer rate is gamma, the outer momentum mu. Bounds are the strict
 * forms, with constants derived here along the paper's proofs; the paper's own constants are not quoted.
 */
package org.gradus.theory.localsgd;
