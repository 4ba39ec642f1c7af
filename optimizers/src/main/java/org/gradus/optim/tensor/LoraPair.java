package org.gradus.optim.tensor;

import java.util.Arrays;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The two factors of one low-rank update {@code dW = scale * up * down} of an m x n weight: {@code down} reads the
 * input, {@code up} writes the output. They are named by role, since letters differ: PEFT calls them lora_B and
 * lora_A, the LoRA-RITE paper A and B.
 *
 * <p>Among {@link Tensors} the factors of a pair {@code q} are the arrays {@code q.up} and {@code q.down}.
 *
 * @param up m x r
 * @param down r x n in the {@link Layout#PEFT} layout, n x r in {@link Layout#ABT}
 * @param scale PEFT's alpha / r; gradients by the chain rule carry it
 */
public record LoraPair(String name, INDArray up, INDArray down, Layout layout, double scale) {
    /** How the second factor is stored. */
    public enum Layout {
        /** {@code down} is r x n: dW = up down. */
        PEFT,
        /** Both factors are tall, {@code down} is n x r: dW = up downᵀ. */
        ABT;

        /** {@code "peft"} or {@code "ABt"}. */
        public static Layout parse(Object text) {
            for (Layout layout : values()) {
                if (layout.name().equalsIgnoreCase(String.valueOf(text))) return layout;
            }
            throw new InvalidInput("the layout of a pair must be peft or ABt, but is " + text);
        }
    }

    /** Which of the two factors. */
    public enum Role { UP, DOWN }

    public LoraPair {
        if (up == null || down == null) throw new InvalidInput("pair '" + name + "' lacks a factor");
        if (up.rank() != 2 || down.rank() != 2) {
            throw new InvalidInput("the factors of pair '" + name + "' must be matrices, but have shapes " + shapes(up, down));
        }
        long r = up.size(1);
        long other = down.size(layout == Layout.PEFT ? 0 : 1);
        if (r != other || r == 0) {
            boolean otherLayout = r == down.size(layout == Layout.PEFT ? 1 : 0);
            throw new InvalidInput("the factors of pair '" + name + "' have shapes " + shapes(up, down) + ", of ranks " + r
                    + " and " + other + " in layout " + layout
                    + (otherLayout ? "; in the other layout they would fit" : "; they must agree and not be 0"));
        }
        if (up.dataType() != down.dataType()) {
            throw new InvalidInput("the factors of pair '" + name + "' have data types " + up.dataType() + " and "
                    + down.dataType() + "; cast one with castTo");
        }
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new InvalidInput("the scale of pair '" + name + "' must be positive and finite, but is " + scale);
        }
    }

    private static String shapes(INDArray up, INDArray down) {
        return Arrays.toString(up.shape()) + " and " + Arrays.toString(down.shape());
    }

    /** Factors as PEFT stores them: {@code up} (lora_B) m x r, {@code down} (lora_A) r x n. */
    public static LoraPair peft(String name, INDArray up, INDArray down) {
        return new LoraPair(name, up, down, Layout.PEFT, 1);
    }

    /** Two tall factors with product {@code A Bᵀ}: {@code a} m x r, {@code b} n x r. */
    public static LoraPair abt(String name, INDArray a, INDArray b) {
        return new LoraPair(name, a, b, Layout.ABT, 1);
    }

    public LoraPair withScale(double scale) {
        return new LoraPair(name, up, down, layout, scale);
    }

    public long rank() {
        return up.size(1);
    }

    public String upName() {
        return name + ".up";
    }

    public String downName() {
        return name + ".down";
    }

    /** {@code down} as an r x n matrix, a view. */
    private INDArray wide() {
        return layout == Layout.PEFT ? down : down.transpose();
    }

    /** dW, m x n: a new array. */
    public INDArray product() {
        return up.mmul(wide()).muli(scale);
    }

    /** The factors' gradients by the chain rule, given that of the weight (m x n): of the same names, layout and scale. */
    public LoraPair gradients(INDArray weightGradient) {
        if (weightGradient.rank() != 2 || weightGradient.size(0) != up.size(0) || weightGradient.size(1) != wide().size(1)) {
            throw new InvalidInput("the gradient of the product of pair '" + name + "' has shape "
                    + Arrays.toString(weightGradient.shape()) + ", but must have [" + up.size(0) + ", " + wide().size(1) + "]");
        }
        INDArray ofUp = weightGradient.mmul(wide().transpose()).muli(scale);
        INDArray ofDown = layout == Layout.PEFT ? up.transpose().mmul(weightGradient) : weightGradient.transpose().mmul(up);
        return new LoraPair(name, ofUp, ofDown.muli(scale), layout, scale);
    }
}
