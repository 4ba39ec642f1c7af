package org.gradus.theory.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.gradus.federated.Diverged;
import org.gradus.federated.Engine;
import org.gradus.federated.RoundLog;
import org.gradus.federated.Run;
import org.gradus.federated.Simulation;
import org.gradus.federated.problem.FederatedProblem;

/**
 * A run of the simulator from its start to its end, on the calling thread: claims are drawn in parallel already.
 *
 * @param models that were broadcast, the start first; the last one is what the last round made
 * @param logs one a round
 * @param meanIterate the average of the local models before each step; null where the simulator does not keep it
 * @param point to evaluate at the end
 * @param diverged whether the model left float64; logs end before
 */
public record Trajectory(List<double[]> models, List<RoundLog> logs, double[] meanIterate, double[] point,
        boolean diverged) {
    /** What a diverged run counts as in a sample: its square can still be averaged. */
    private static final double LARGEST = 1e100;

    public static Trajectory of(Simulation simulation, FederatedProblem problem, int rounds, long seed) {
        return of(simulation, problem, rounds, seed, true);
    }

    /** Without the models on the way, which would take the memory of rounds x numbers: start and end only. */
    public static Trajectory endOf(Simulation simulation, FederatedProblem problem, int rounds, long seed) {
        return of(simulation, problem, rounds, seed, false);
    }

    private static Trajectory of(Simulation simulation, FederatedProblem problem, int rounds, long seed, boolean all) {
        List<double[]> models = new ArrayList<>();
        List<RoundLog> logs = new ArrayList<>();
        boolean diverged = false;
        try (Run run = simulation.start(problem, seed, Engine.rows(1))) {
            models.add(run.model());
            try {
                for (int r = 0; r < rounds; r++) {
                    logs.add(run.round());
                    if (all || r == rounds - 1) models.add(run.model());
                }
            } catch (Diverged e) {
                diverged = true;
            }
            return new Trajectory(models, logs, run.meanIterate(), run.evaluationPoint(), diverged);
        }
    }

    /** The objective at the end; infinite if the run diverged. */
    public double finalLoss() {
        return diverged ? Double.POSITIVE_INFINITY : logs.get(logs.size() - 1).loss();
    }

    public double[] start() {
        return models.get(0);
    }

    public double[] end() {
        return models.get(models.size() - 1);
    }

    /** What the round added to the model. */
    public double[] move(int round) {
        double[] before = models.get(round);
        double[] move = models.get(round + 1).clone();
        for (int i = 0; i < move.length; i++) move[i] -= before[i];
        return move;
    }

    /** A number of each of so many runs, of seeds {@code first, first + 1, ...}. */
    public static double[] sample(int runs, long first, Simulation simulation, FederatedProblem problem, int rounds,
            ToDoubleFunction<Trajectory> number) {
        double[] sample = new double[runs];
        for (int i = 0; i < runs; i++) {
            Trajectory run = endOf(simulation, problem, rounds, first + i);
            sample[i] = run.diverged() ? LARGEST : Math.min(LARGEST, number.applyAsDouble(run));
        }
        return sample;
    }
}
