package org.gradus.theory.fedada2;

import java.util.List;
import org.gradus.federated.Simulation;
import org.gradus.federated.algorithm.Algorithm;
import org.gradus.optim.option.InvalidInput;
import org.gradus.theory.Csv;
import org.gradus.theory.simulated.Trajectory;

/**
 * A method with its best options on {@link SkewedLabels}: of 96 random settings and 96 near the best of them, by the mean
 * training loss after 150 rounds on four data sets that are not used here. {@code tuned.csv} has them all.
 *
 * @param method FedAvg; FedAdagrad: adaptive on the server alone; FedAda2, FedAda2++ (SM3-I on clients) and Costly:
 *     Adagrad on both sides
 * @param clientRate inner rate; drawn log-uniformly from 0.1 to 20 for SGD, from 0.003 to 5 for adaptive clients
 * @param eps added to the root on clients, drawn from 1e-4 to 3; NaN for SGD
 * @param serverRate outer rate, drawn from 0.1 to 20; NaN for averaging
 * @param tau added to the root on the server, drawn from 1e-4 to 0.3; NaN for averaging
 */
record Tuned(String method, double clientRate, double eps, double serverRate, double tau) {
    private static final List<Tuned> ALL = Csv.rows(Tuned.class, "tuned.csv").stream().map(Tuned::of).toList();

    static Tuned of(String method) {
        return ALL.stream().filter(t -> t.method.equals(method)).findFirst()
                .orElseThrow(() -> new InvalidInput("no tuned options of " + method));
    }

    private static Tuned of(String[] cells) {
        return new Tuned(cells[0], Double.parseDouble(cells[1]), Double.parseDouble(cells[2]), Double.parseDouble(cells[3]),
                Double.parseDouble(cells[4]));
    }

    /** Six clients a round. */
    Simulation simulation() {
        return Algorithm.parse(algorithm()).simulation(SkewedLabels.LOCAL_STEPS).with("sampler", "uniform(count=6)");
    }

    /** Sent both ways in the first rounds of a run. */
    static long bytes(Trajectory run, int rounds) {
        return run.logs().stream().limit(rounds).mapToLong(log -> log.down() + log.up()).sum();
    }

    private String algorithm() {
        String sgd = "(inner=sgd(lr=" + clientRate + ")";
        String adaptive = "(lr=" + clientRate + ", eps=" + eps + "), outer=adagrad(lr=" + serverRate + ", eps=" + tau + "))";
        return switch (method) {
            case "FedAvg" -> "fedavg" + sgd + ")";
            case "FedAdagrad" -> "fedadagrad" + sgd + ", outerLr=" + serverRate + ", eps=" + tau + ")";
            case "FedAda2" -> "fedada2(inner=delayed-adagrad" + adaptive;
            case "FedAda2++" -> "fedada2-plus-plus(inner=delayed-sm3" + adaptive;
            case "Costly" -> "costly-joint(inner=delayed-adagrad" + adaptive;
            default -> throw new InvalidInput("no method '" + method + "'");
        };
    }
}
