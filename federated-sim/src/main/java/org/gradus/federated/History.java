package org.gradus.federated;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run left behind.
 *
 * @param rounds one log a round
 * @param model the point to evaluate at the end
 * @param divergedAt the round after which the model was not finite; -1 if it always was
 */
public record History(List<RoundLog> rounds, double[] model, long divergedAt) {
    static History of(Run run, int rounds) {
        List<RoundLog> logs = new ArrayList<>();
        try {
            for (int r = 0; r < rounds; r++) logs.add(run.round());
            return new History(List.copyOf(logs), run.evaluationPoint(), -1);
        } catch (Diverged e) {
            return new History(List.copyOf(logs), run.evaluationPoint(), e.round());
        }
    }

    public boolean diverged() {
        return divergedAt >= 0;
    }

    /** The loss after the last round; infinite if the run diverged. */
    public double finalLoss() {
        return diverged() ? Double.POSITIVE_INFINITY : rounds.get(rounds.size() - 1).loss();
    }
}
