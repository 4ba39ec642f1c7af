package org.gradus.theory.lora;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Optimizer;
import org.gradus.optim.tensor.LoraPair.Role;

/**
 * What one factor of a pair went through under LoRA-RITE, in the terms of the theorems; written for A with its partner B.
 *
 * @param last the factor after the last step
 */
record SideHistory(List<Step> steps, RealMatrix last) {
    /**
     * One step.
     *
     * @param factor A before the step, m x r
     * @param gradient of the factor, m x r
     * @param unmagnified {@code G U_B}, m x r
     * @param partnerTriangle {@code R_B}, r x r
     * @param turn {@code P = U_Bᵀ U_B,prev}, r x r; 0 in the first step
     * @param nu V after the step, r x r
     * @param rho the escaped mass after the step
     */
    record Step(RealMatrix factor, RealMatrix gradient, RealMatrix unmagnified, RealMatrix partnerTriangle, RealMatrix turn,
            RealMatrix nu, double rho) {
        /** {@code X⁻¹ = (V + rho I)^(1/2)}. */
        RealMatrix root() {
            return Matrices.map(nu, value -> Math.sqrt(Math.max(0, value) + rho));
        }

        /** {@code tr(g X gᵀ)} of the unmagnified gradient g. */
        double squareOfStep() {
            RealMatrix x = Matrices.map(nu, value -> 1 / Math.sqrt(Math.max(0, value) + rho));
            return Matrices.inner(unmagnified.multiply(x), unmagnified);
        }
    }

    /** Both factors, the up factor first, on their way through a problem. */
    static List<SideHistory> of(Problem problem, Optimizer optimizer) {
        Run run = new Run(optimizer, Matrices.of(problem.up()), Matrices.of(problem.down()));
        List<Step> up = new ArrayList<>();
        List<Step> down = new ArrayList<>();
        for (int t = 0; t < problem.steps(); t++) {
            RealMatrix a = run.up();
            RealMatrix b = run.down();
            RealMatrix lastOfA = run.state("lora-rite/basis", Role.UP);
            RealMatrix lastOfB = run.state("lora-rite/basis", Role.DOWN);
            RealMatrix gradient = problem.gradient(t, run.product());
            run.step(gradient);
            up.add(step(run, Role.UP, Role.DOWN, a, b, lastOfB, gradient));
            down.add(step(run, Role.DOWN, Role.UP, b, a, lastOfA, gradient.transpose()));
        }
        return List.of(new SideHistory(up, run.up()), new SideHistory(down, run.down()));
    }

    private static Step step(Run run, Role role, Role other, RealMatrix factor, RealMatrix partner, RealMatrix last,
            RealMatrix gradient) {
        RealMatrix basis = run.state("lora-rite/basis", other);
        RealMatrix toBasis = basis.transpose();
        double rho = run.state("lora-rite/rho", role).getEntry(0, 0);
        return new Step(factor, gradient.multiply(partner), gradient.multiply(basis), toBasis.multiply(partner),
                toBasis.multiply(last), run.state("lora-rite/nu", role), rho);
    }

    /** {@code sum_t <gradient_t, A_t - A_(t+1)> / lr}, of the steps that were really made. */
    double regret(double lr) {
        double sum = 0;
        for (int t = 0; t < steps.size(); t++) {
            sum += Matrices.inner(steps.get(t).gradient, steps.get(t).factor.subtract(factor(t + 1)));
        }
        return sum / lr;
    }

    /** The largest condition number of the partner on the way. */
    double condition() {
        double worst = 1;
        for (Step step : steps) {
            double[] values = Matrices.singularValues(step.partnerTriangle);
            worst = Math.max(worst, values[0] / values[values.length - 1]);
        }
        return worst;
    }

    /** A before step t = 0, 1, ..., or after the last. */
    RealMatrix factor(int t) {
        return t < steps.size() ? steps.get(t).factor : last;
    }

    Step lastStep() {
        return steps.get(steps.size() - 1);
    }

    /** {@code sum_t |g_t|²} of the unmagnified gradients. */
    double squares() {
        return steps.stream().mapToDouble(s -> Matrices.inner(s.unmagnified, s.unmagnified)).sum();
    }

    /** {@code sum_t (tr V_(t-1) - tr P_t V_(t-1) P_tᵀ)}: what the second moment lost when the basis turned. */
    double traceLoss() {
        double sum = 0;
        for (int t = 1; t < steps.size(); t++) {
            RealMatrix before = steps.get(t - 1).nu;
            RealMatrix turn = steps.get(t).turn;
            sum += before.getTrace() - turn.multiply(before).multiply(turn.transpose()).getTrace();
        }
        return sum;
    }
}
