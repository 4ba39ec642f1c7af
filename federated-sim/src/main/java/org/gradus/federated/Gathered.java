package org.gradus.federated;

import java.util.ArrayList;
import java.util.List;

/** The answers of a round, summed in client order. */
final class Gathered {
    private final double share;
    private final boolean unweightedExtra;
    final List<Answer> kept = new ArrayList<>();
    double[] delta;
    double[] extra;
    double[] largest;
    double excluded;
    int failed;
    int late;
    long up;
    int scalars;
    double slowest;

    /**
     * @param total the weight of all who were asked
     * @param unweightedExtra what is sent along is summed without weights
     */
    Gathered(double total, boolean unweightedExtra) {
        this.share = total;
        this.unweightedExtra = unweightedExtra;
    }

    /** Large vectors are let go once they are in the sums. */
    void add(Answer answer, double weight) {
        delta = sum(delta, answer.delta, weight / share);
        if (answer.extra != null) extra = sum(extra, answer.extra, unweightedExtra ? 1 : weight / share);
        if (answer.largest != null) largest = max(largest, answer.largest);
        answer.delta = null;
        answer.extra = null;
        answer.largest = null;
        kept.add(answer);
        scalars += answer.scalars;
    }

    void exclude(double weight) {
        excluded += weight;
    }

    /** Renormalises weights if someone was left out. Returns whether anyone is left. */
    boolean complete() {
        if (kept.isEmpty() || excluded >= share) return false;
        if (excluded > 0) {
            scale(delta, share / (share - excluded));
            if (!unweightedExtra) scale(extra, share / (share - excluded));
        }
        return true;
    }

    int[] participants() {
        return kept.stream().mapToInt(a -> a.client).toArray();
    }

    long localSteps() {
        return kept.stream().mapToLong(a -> a.steps).sum();
    }

    private static double[] sum(double[] sum, double[] x, double weight) {
        if (x == null) return sum;
        double[] to = sum == null ? new double[x.length] : sum;
        for (int i = 0; i < to.length; i++) to[i] += weight * x[i];
        return to;
    }

    private static double[] max(double[] sum, double[] x) {
        double[] to = sum == null ? new double[x.length] : sum;
        for (int i = 0; i < to.length; i++) to[i] = Math.max(to[i], x[i]);
        return to;
    }

    private static void scale(double[] x, double factor) {
        for (int i = 0; x != null && i < x.length; i++) x[i] *= factor;
    }
}
