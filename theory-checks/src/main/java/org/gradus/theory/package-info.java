/**
 * Claims of the papers as programs: a {@link org.gradus.theory.Claim} draws instances and compares the two sides of an
 * inequality, the {@link org.gradus.theory.Checker} gives a verdict, and a {@link org.gradus.theory.Control}, a claim
 * known to be false, shows that the same harness would have noticed. A verdict is about the draws, never a proof.
 *
 * <p>A new claim is one class that implements {@code Claim} and its name in the list of its package
 * ({@code AdamClaims.ALL}, ...): the command line, the report, the saving of counterexamples and the contract tests find it
 * there.
 */
package org.gradus.theory;
