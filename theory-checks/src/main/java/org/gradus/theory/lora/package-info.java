/**
 * Claims about optimizers of LoRA pairs: LoRA-RITE (Yen et al., arXiv 2410.20625) and the methods that it is compared to.
 * A is the up factor, m x r, B the down factor, n x r, Z = A Bᵀ, G the gradient with respect to Z. The optimizers are
 * Gradus' own; what they remember is read from their state by name.
 */
package org.gradus.theory.lora;
