package org.gradus.theory.lora;

import java.util.Arrays;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * What happens to the preconditioner {@code X⁻¹ = (V + rho I)^(1/2)} of Theorem 4 when the basis turns.
 *
 * @param leak {@code sum_t (tr X_(t-1)⁻¹ - tr P_t X_(t-1)⁻¹ P_tᵀ)} over {@code tr X_T⁻¹}
 * @param telescoped {@code sum_t tr (X_t⁻¹ - P_t X_(t-1)⁻¹ P_tᵀ)} over {@code tr X_T⁻¹}
 * @param lowest the smallest eigenvalue of any {@code X_t⁻¹ - P_t X_(t-1)⁻¹ P_tᵀ} over the largest of X_t⁻¹
 * @param mu by step from the second, the smallest mu of Assumption 1:
 *     {@code X_t⁻¹ - Q_t X_(t-1)⁻¹ Q_tᵀ <= mu (X_t⁻¹ - P_t X_(t-1)⁻¹ P_tᵀ)} with {@code Q_t = R_B,t⁻ᵀ R_B,t-1ᵀ}
 */
record TurnLeak(double leak, double telescoped, double lowest, double[] mu) {
    static TurnLeak of(SideHistory side) {
        int steps = side.steps().size();
        double[] mu = new double[Math.max(0, steps - 1)];
        RealMatrix last = side.steps().get(0).root();
        double lost = 0;
        double grown = last.getTrace();
        double lowest = Double.POSITIVE_INFINITY;
        for (int t = 1; t < steps; t++) {
            SideHistory.Step step = side.steps().get(t);
            RealMatrix root = step.root();
            RealMatrix turned = step.turn().multiply(last).multiply(step.turn().transpose());
            RealMatrix growth = root.subtract(turned);
            lost += last.getTrace() - turned.getTrace();
            grown += growth.getTrace();
            double[] values = Matrices.eigenvalues(growth);
            lowest = Math.min(lowest, values[values.length - 1] / Matrices.eigenvalues(root)[0]);
            RealMatrix carry = Matrices.inverse(step.partnerTriangle()).transpose()
                    .multiply(side.steps().get(t - 1).partnerTriangle().transpose());
            RealMatrix carried = root.subtract(carry.multiply(last).multiply(carry.transpose()));
            RealMatrix scale = Matrices.map(growth, value -> 1 / Math.sqrt(Math.max(Double.MIN_NORMAL, value)));
            mu[t - 1] = Matrices.eigenvalues(scale.multiply(carried).multiply(scale))[0];
            last = root;
        }
        return new TurnLeak(lost / last.getTrace(), grown / last.getTrace(), lowest, mu);
    }

    double medianMu() {
        double[] sorted = mu.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
