/**
 * What Adam's second moment does to the conditioning of a quadratic: Das, Agarwal, Sanghavi and Dhillon, arXiv 2402.07114,
 * and related work. Notation throughout: {@code f(e) = 1/2 e'Qe} of the error {@code e = x - x*}, {@code g = Qe}, kappa the
 * condition number of Q, {@code kappa_A = max|e_0i| / min|e_0i|}. No momentum (beta1 = 0), float64.
 */
package org.gradus.theory.adam;
