package org.gradus.experiments.simulation;

import java.util.OptionalDouble;
import org.gradus.federated.array.Layout;
import org.gradus.federated.problem.Diagonal;
import org.gradus.federated.problem.FederatedProblem;

/** A problem whose loss is not computed in every round: who runs it evaluates when it is time to. */
public record Unevaluated(FederatedProblem problem, boolean closedForm) implements FederatedProblem {
    @Override
    public Layout layout() {
        return problem.layout();
    }

    @Override
    public int clients() {
        return problem.clients();
    }

    @Override
    public double weight(int client) {
        return problem.weight(client);
    }

    @Override
    public double[] start(long seed) {
        return problem.start(seed);
    }

    @Override
    public double loss(double[] x) {
        return Double.NaN;
    }

    @Override
    public Local local() {
        return problem.local();
    }

    @Override
    public int stepsPerEpoch(int client) {
        return problem.stepsPerEpoch(client);
    }

    @Override
    public double[] minimizer() {
        return problem.minimizer();
    }

    @Override
    public OptionalDouble optimum() {
        return problem.optimum();
    }

    @Override
    public Diagonal diagonal() {
        return problem.diagonal();
    }

    @Override
    public boolean isNoisy() {
        return problem.isNoisy();
    }
}
