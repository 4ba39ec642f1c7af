package org.gradus.experiments.bench;

import java.util.Arrays;
import org.gradus.experiments.simulation.Unevaluated;
import org.gradus.federated.Engine;
import org.gradus.federated.Run;
import org.gradus.federated.Simulation;
import org.gradus.federated.noise.By;
import org.gradus.federated.noise.Gaussian;
import org.gradus.federated.problem.Disturbance;
import org.gradus.federated.problem.Quadratics;
import org.gradus.optim.rule.Sgd;

/** Rounds of a Gradus simulation. As the others, it evaluates no loss. */
final class GradusRounds implements RoundsContender {
    private final String name;
    private final Run run;

    GradusRounds(String name, LocalSgdWorkload workload, Engine engine) {
        this.name = name;
        double[][][] q = new double[workload.clients()][][];
        Arrays.fill(q, workload.hessian());
        Quadratics problem = Quadratics.dense(q, workload.centers());
        if (workload.noise() > 0) problem = problem.disturbedBy(Disturbance.of(new Gaussian(workload.noise(),
                By.COORDINATE)));
        this.run = Simulation.of(Sgd.of(workload.rate()), Sgd.of(1), workload.steps())
                .start(new Unevaluated(problem, false), 1, engine);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void step() {
        run.round();
    }

    @Override
    public double[] model() {
        return run.model();
    }

    @Override
    public void close() {
        run.close();
    }
}
