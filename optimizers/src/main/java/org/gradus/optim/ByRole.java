package org.gradus.optim;

/** An optimizer of LoRA pairs that treats each factor by a method of its own: with two rates, or one factor frozen. */
public non-sealed interface ByRole extends Optimizer {
    /** For the factors that write the output (PEFT's lora_B). */
    Optimizer up();

    /** For the factors that read the input (PEFT's lora_A). */
    Optimizer down();
}
