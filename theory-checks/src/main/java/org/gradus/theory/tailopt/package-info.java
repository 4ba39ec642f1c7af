/**
 * TailOPT, clipped local steps under heavy-tailed noise: Lee, Zaheer and Li, arXiv 2502.04164. Bounds are derived here with
 * explicit constants; the paper's own are not quoted. N clients take z steps of rate eta a round, gradients clipped to
 * between d and u; Delta is their averaged displacement.
 */
package org.gradus.theory.tailopt;
