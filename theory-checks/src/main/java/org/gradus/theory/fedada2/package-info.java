/**
 * FedAda2 and FedAda2++, joint adaptivity without sending preconditioners: Lee, Sharma, Zaheer and Li, arXiv 2410.18117.
 * Bounds are derived here with explicit constants; the paper's own are not quoted.
 */
package org.gradus.theory.fedada2;
