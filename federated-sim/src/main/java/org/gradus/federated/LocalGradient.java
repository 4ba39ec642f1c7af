package org.gradus.federated;

import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;

/** A client's gradients as its optimizer sees them: those of the problem, corrected. For one thread. */
final class LocalGradient {
    private final Correction correction;
    private final FederatedProblem.Local local;
    private final int variate;
    /** Whether gradients differ from their expectation, and that is known. */
    private final boolean noisy;
    private final double[] expected;
    private final double[] atModel;

    LocalGradient(Correction correction, FederatedProblem problem, MemoryLayout layout) {
        this.correction = correction;
        this.local = problem.local();
        this.variate = layout.variate();
        this.noisy = problem.closedForm() && problem.isNoisy();
        this.expected = noisy ? new double[problem.layout().length()] : null;
        this.atModel = new double[problem.layout().length()];
    }

    /** Without noise and corrections. */
    void full(int client, double[] x, double[] g) {
        local.fullGradient(client, x, g);
    }

    /** Writes the gradient at y, or where the correction says. */
    void at(Sample sample, double[] y, Broadcast b, double[] memory, double[] g) {
        double[] x = b.model();
        local.gradient(sample, correction instanceof Correction.AtBroadcast ? x : y, g, expected);
        if (correction instanceof Correction.Proximal p) {
            pull(p.rho(), x, y, g);
            if (noisy) pull(p.rho(), x, y, expected);
        } else if (correction instanceof Correction.ControlVariates) {
            shift(memory, b.vectors()[0], g);
            if (noisy) shift(memory, b.vectors()[0], expected);
        } else if (correction instanceof Correction.ServerMomentum m) {
            if (m.varianceReduction()) reduceVariance(sample, x, b.vectors()[1], g);
            double[] momentum = b.vectors()[0];
            for (int i = 0; i < g.length; i++) g[i] = (1 - m.decay()) * g[i] + m.decay() * momentum[i];
        }
    }

    /** The expectation of the gradient g that was written last: g itself where there is no noise. */
    double[] expectation(double[] g) {
        return noisy ? expected : g;
    }

    private static void pull(double rho, double[] x, double[] y, double[] g) {
        for (int i = 0; i < g.length; i++) g[i] += rho * (y[i] - x[i]);
    }

    private void shift(double[] memory, double[] all, double[] g) {
        for (int i = 0; i < g.length; i++) g[i] = g[i] - memory[variate + i] + all[i];
    }

    private void reduceVariance(Sample sample, double[] x, double[] average, double[] g) {
        local.gradient(sample, x, atModel, null);
        for (int i = 0; i < g.length; i++) g[i] = g[i] - atModel[i] + average[i];
    }
}
