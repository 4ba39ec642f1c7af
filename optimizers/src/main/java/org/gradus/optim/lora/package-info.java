/**
 * Methods for LoRA pairs, whose two factors are the coordinates of one matrix: LoRA-RITE, and those it is compared
 * with.
 */
package org.gradus.optim.lora;
