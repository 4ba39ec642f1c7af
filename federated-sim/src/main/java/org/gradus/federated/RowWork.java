package org.gradus.federated;

import java.util.Arrays;
import org.gradus.federated.array.ArrayOptimizer;
import org.gradus.federated.array.ArrayState;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;

/**
 * The local work of a few clients at once: their models are rows of one array, and a step of all of them is one fused call
 * of an optimizer that moves each element by itself. The same bits as {@link ClientWork}. For one thread.
 *
 * <p>What is not finite is looked for at the end, where it shows in the displacement: such optimizers pass NaN on, and a
 * clip may make infinite gradients finite. {@link ClientWork} then finds the step.
 */
final class RowWork {
    private final Simulation simulation;
    private final FederatedProblem.Local local;
    private final ArrayOptimizer inner;
    private final ClientWork single;
    private final long seed;
    private final int n;
    private final double[] y;
    private final double[] c;
    private final double[] g;
    private final double[] direction;
    private final double[] model;
    private final double[] gradient;
    private final double[] expected;
    private final boolean noisy;

    RowWork(Simulation simulation, FederatedProblem problem, ArrayOptimizer inner, ClientWork single, long seed) {
        this.simulation = simulation;
        this.local = problem.local();
        this.inner = inner;
        this.single = single;
        this.seed = seed;
        this.n = problem.layout().length();
        int length = Math.multiplyExact(n, TermBlock.CLIENTS);
        this.y = new double[length];
        this.c = new double[length];
        this.g = new double[length];
        this.direction = new double[length];
        this.model = new double[n];
        this.gradient = new double[n];
        this.noisy = problem.isNoisy();
        this.expected = new double[n];
    }

    /** Whether clients of this simulation can be stepped together. */
    static boolean fits(Simulation s, ArrayOptimizer inner, MemoryLayout memory) {
        boolean plain = s.correction() instanceof Correction.None || s.correction() instanceof Correction.AtBroadcast;
        return plain && s.exchange() instanceof Exchange.Model && s.epochs() == 0 && memory.isEmpty()
                && inner.isElementwise()
                && !s.guardsZeros();
    }

    /** Answers of up to {@link TermBlock#CLIENTS} clients; null if one fails, for someone else to find out which. */
    Answer[] run(Broadcast b, int[] clients, int from, int to, double[] weights, TermBlock terms) {
        int rows = to - from;
        int steps = simulation.localSteps();
        boolean moving = simulation.correction() instanceof Correction.None;
        for (int k = 0; k < rows; k++) System.arraycopy(b.model(), 0, y, k * n, n);
        Arrays.fill(c, 0);
        ArrayState none = new ArrayState(new double[0], 0);
        for (int h = 0; h < steps; h++) {
            double before = 0;
            for (int k = 0; k < rows; k++) {
                int client = clients[from + k];
                System.arraycopy(y, k * n, model, 0, n);
                Sample sample = new Sample(seed, b.round(), client, h);
                local.gradient(sample, moving ? model : b.model(), gradient, noisy ? expected : null);
                System.arraycopy(gradient, 0, g, k * n, n);
                if (terms != null) terms.add(h, before, weights[client], model, gradient, noisy ? expected : gradient);
                before += weights[client];
            }
            inner.direction(y, g, none, single.time(b.round(), h), direction, rows);
            for (int i = 0; i < rows * n; i++) c[i] -= direction[i];
            for (int k = 0; k < rows; k++) move(b.model(), k * n);
        }
        if (!Finite.all(c)) return null;
        Answer[] answers = new Answer[rows];
        for (int k = 0; k < rows; k++) {
            answers[k] = single.answerOf(b, clients[from + k], Arrays.copyOfRange(c, k * n, (k + 1) * n), steps);
            if (terms != null) terms.count(weights[clients[from + k]]);
        }
        return answers;
    }

    private void move(double[] x, int at) {
        for (int i = 0; i < n; i++) y[at + i] = x[i] + c[at + i];
    }
}
