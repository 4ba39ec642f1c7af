package org.gradus.federated.algorithm;

import org.gradus.federated.InnerState;
import org.gradus.federated.Simulation;
import org.gradus.federated.rule.FedAcStep;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Schedule;

/**
 * Federated accelerated SGD: every client runs two coupled sequences, and both are averaged in every round; twice the
 * traffic. The coupling is given, or follows from strong convexity: gammaAc = max(lr, sqrt(lr / (mu H))), and for variant I
 * alpha = 1/(gammaAc mu), beta = alpha + 1; for II alpha = 3/(2 gammaAc mu) - 1/2, beta = (2 alpha^2 - 1)/(alpha - 1).
 */
@Entry(type = "fedac", about = "accelerated local steps; model and average averaged",
        source = "Yuan and Ma 2020, arXiv 2006.08950, Algorithm 1")
public record FedAc(
        @Option(value = "0.1", about = "rate eta") Schedule lr,
        @Option(value = "NaN", about = "rate of the second sequence; left out: from strongConvexity") double gammaAc,
        @Option(value = "NaN", about = "coupling >= 1; left out: from strongConvexity") double alpha,
        @Option(value = "NaN", about = "coupling >= 1; left out: from strongConvexity") double beta,
        @Option(value = "I", about = "I or II: how the coupling follows from strongConvexity") Variant variant,
        @Option(value = "NaN",
                about = "the constant mu > 0 of strong convexity") double strongConvexity) implements Algorithm {
    @Override
    public Simulation simulation(int localSteps) {
        double eta = lr instanceof Constant c ? c.value() : lr.at(0);
        double gamma = Double.isNaN(gammaAc) ? Math.max(eta, Math.sqrt(eta / (convexity() * localSteps))) : gammaAc;
        double a = !Double.isNaN(alpha) ? alpha : variant == Variant.I ? 1 / (gamma * convexity())
                : 1.5 / (gamma * convexity()) - 0.5;
        double b = !Double.isNaN(beta) ? beta : variant == Variant.I ? a + 1 : second(a);
        return Simulation.of(new FedAcStep(lr, gamma, a, b), Sgd.of(1), localSteps).with("innerState", InnerState.AVERAGE);
    }

    /** How the coupling follows from strong convexity. */
    public enum Variant { I, II }

    private double convexity() {
        Require.check(strongConvexity > 0, "strongConvexity", "given, and positive, where gammaAc, alpha or beta is not",
                strongConvexity);
        return strongConvexity;
    }

    private static double second(double alpha) {
        Require.check(alpha > 1, "alpha", "greater than 1 in variant II (lower lr)", alpha);
        return (2 * alpha * alpha - 1) / (alpha - 1);
    }
}
