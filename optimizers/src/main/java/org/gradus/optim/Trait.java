package org.gradus.optim;

/** What a method promises whatever the problem. */
public enum Trait {
    /** Each element moves by itself: permuting elements permutes the step. */
    ELEMENTWISE,
    /** Gradients times a positive constant give the same steps (to rounding, where eps is negligible). */
    SCALE_INVARIANT,
    /** Negated gradients give negated directions. */
    ODD,
    /** Parameters and gradients rotated by an orthogonal matrix give rotated steps. */
    ROTATION_EQUIVARIANT,
    /** The model is to be evaluated elsewhere than at the parameters: see {@link Bound#evaluationView}. */
    EVALUATION_POINT_DIFFERS,
    /** It goes over all parameters together. */
    WHOLE_TREE,
    /** The product of a LoRA pair moves the same way whichever factors stand for it: A R and B R⁻ᵀ as A and B. */
    GAUGE_INVARIANT
}
