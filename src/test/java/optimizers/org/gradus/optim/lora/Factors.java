package org.gradus.optim.lora;

import java.util.Random;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/** The tall factors of one product Z = A Bᵀ: a is m x r (the pair's up), b is n x r (its down). */
record Factors(RealMatrix a, RealMatrix b) {
    /** A well-conditioned start. */
    static Factors random(int m, int n, int r, Random random) {
        return new Factors(Algebra.ofCondition(m, r, 3, random), Algebra.ofCondition(n, r, 3, random));
    }

    /** The usual start of LoRA: up is zero. */
    static Factors zeroUp(int m, int n, int r, Random random) {
        return new Factors(MatrixUtils.createRealMatrix(m, r), Algebra.ofCondition(n, r, 3, random));
    }

    RealMatrix product() {
        return a.multiply(b.transpose());
    }

    /** (A R, B R⁻ᵀ), another point of the same GL(r) orbit: the product stays. */
    Factors gauged(RealMatrix r) {
        return new Factors(a.multiply(r), b.multiply(Algebra.inverse(r).transpose()));
    }
}
