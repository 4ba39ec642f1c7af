package org.gradus.federated;

/**
 * What is known of a round.
 *
 * @param round from 0
 * @param participants clients whose answers count, in order
 * @param localSteps made in the round, by all clients together; evaluations of the loss where scalars are sent
 * @param dropped clients of the cohort that dropped out before they began
 * @param failed clients left out because of a failure
 * @param late clients left out because of the deadline
 * @param loss of the objective at the point to evaluate, after the round; NaN where there is none
 * @param down bytes sent to clients
 * @param up bytes sent by clients
 * @param seconds on the virtual clock, at the end of the round
 * @param terms the quantities of the theory; null where the problem has no expected gradients
 */
public record RoundLog(long round, int[] participants, long localSteps, int dropped, int failed, int late, double loss, long down,
        long up, double seconds, Terms terms) {}
