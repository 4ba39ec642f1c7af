package org.gradus.optim;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A gradient held NaN or an infinity; parameters and state are as they were before the step. */
public final class NonFiniteGradient extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String parameter;
    private final long step;

    private NonFiniteGradient(String parameter, long step, String what) {
        super("gradient of '" + parameter + "' " + what + " in step " + step
                + "; parameters and state are unchanged (lower the rate, clip, or set the policy to skip)");
        this.parameter = parameter;
        this.step = step;
    }

    static NonFiniteGradient of(String parameter, INDArray gradient, long step) {
        for (long i = 0; i < gradient.length(); i++) {
            double value = gradient.getDouble(i);
            if (!Double.isFinite(value)) return new NonFiniteGradient(parameter, step, "is " + value + " at element " + i);
        }
        return new NonFiniteGradient(parameter, step, "is so large that its norm overflows");
    }

    public String parameter() {
        return parameter;
    }

    public long step() {
        return step;
    }
}
