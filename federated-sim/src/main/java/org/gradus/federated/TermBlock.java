package org.gradus.federated;

import java.util.Arrays;

/**
 * The sums over a few clients that {@link Terms} are made of, for each local step: the weighted mean of the models and
 * the squared distances to it, by the updating formulas of Welford (1962) and of Chan, Golub and LeVeque (1979), and the
 * weighted sums of gradients and of their noise. Clients go to blocks by their place in the cohort, so sums do not
 * depend on threads.
 */
final class TermBlock {
    /** Clients of a block. */
    static final int CLIENTS = 8;

    private final int steps;
    private final int n;
    private final double[][] models;
    private final double[][] gradients;
    private final double[][] noise;
    private final double[] spread;
    private final double[] difference;
    private double weight;

    TermBlock(int steps, int n) {
        this.steps = steps;
        this.n = n;
        this.models = new double[steps][n];
        this.gradients = new double[steps][n];
        this.noise = new double[steps][n];
        this.spread = new double[steps];
        this.difference = new double[n];
    }

    boolean fits(int steps) {
        return steps == this.steps;
    }

    void clear() {
        for (int h = 0; h < steps; h++) {
            Arrays.fill(models[h], 0);
            Arrays.fill(gradients[h], 0);
            Arrays.fill(noise[h], 0);
        }
        Arrays.fill(spread, 0);
        weight = 0;
    }

    /**
     * A step of a client.
     *
     * @param before the weight of the clients of this block before this one
     * @param y the local model before the step
     * @param expected the expectation of the gradient g
     */
    void add(int h, double before, double w, double[] y, double[] g, double[] expected) {
        double share = before + w == 0 ? 0 : w / (before + w);
        double[] mean = models[h];
        double[] sum = gradients[h];
        double[] noises = noise[h];
        double[] d = difference;
        for (int i = 0; i < d.length; i++) {
            d[i] = y[i] - mean[i];
            mean[i] += share * d[i];
            sum[i] += w * g[i];
        }
        if (g != expected) {
            for (int i = 0; i < n; i++) noises[i] += w * (g[i] - expected[i]);
        }
        spread[h] += before * share * square(d);
    }

    /** A client's weight counts once all of its steps are in. */
    void count(double w) {
        weight += w;
    }

    double weight() {
        return weight;
    }

    /** Takes in the clients of the next block. */
    void merge(TermBlock next) {
        double total = weight + next.weight;
        double share = total == 0 ? 0 : next.weight / total;
        for (int h = 0; h < steps; h++) {
            for (int i = 0; i < n; i++) difference[i] = next.models[h][i] - models[h][i];
            for (int i = 0; i < n; i++) models[h][i] += share * difference[i];
            for (int i = 0; i < n; i++) gradients[h][i] += next.gradients[h][i];
            for (int i = 0; i < n; i++) noise[h][i] += next.noise[h][i];
            spread[h] += next.spread[h] + weight * share * square(difference);
        }
        weight = total;
    }

    /** @param minimizer null if unknown */
    Terms terms(double[] minimizer, double[] before, double[] after) {
        double squaredGradients = 0;
        double spreads = 0;
        double squaredNoise = 0;
        double progress = 0;
        double martingale = 0;
        double farthest = 0;
        double[] sum = new double[n];
        for (int h = 0; h < steps; h++) {
            double distance = 0;
            double gradient = 0;
            double noises = 0;
            for (int i = 0; i < n; i++) {
                double g = gradients[h][i] / weight;
                double e = noise[h][i] / weight;
                double d = minimizer == null ? Double.NaN : models[h][i] - minimizer[i];
                sum[i] += g;
                gradient += g * g;
                noises += e * e;
                progress += d * g;
                martingale += d * e;
                distance += d * d;
            }
            squaredGradients += gradient;
            squaredNoise += noises;
            spreads += spread[h] / weight;
            farthest = Math.max(farthest, Math.sqrt(distance));
        }
        return new Terms(squaredGradients, square(sum), spreads, squaredNoise, progress, martingale, farthest,
                distance(before, minimizer), distance(after, minimizer));
    }

    /** Adds the averaged local models before each step: their average over all rounds is the point of the bounds. */
    void addModels(double[] to) {
        for (double[] model : models) {
            for (int i = 0; i < n; i++) to[i] += model[i];
        }
    }

    private static double distance(double[] x, double[] minimizer) {
        if (minimizer == null) return Double.NaN;
        double[] difference = new double[x.length];
        for (int i = 0; i < x.length; i++) difference[i] = x[i] - minimizer[i];
        return square(difference);
    }

    /** Four sums hide the latency of addition. */
    private static double square(double[] x) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= x.length; i += 4) {
            s0 += x[i] * x[i];
            s1 += x[i + 1] * x[i + 1];
            s2 += x[i + 2] * x[i + 2];
            s3 += x[i + 3] * x[i + 3];
        }
        for (; i < x.length; i++) s0 += x[i] * x[i];
        return (s0 + s1) + (s2 + s3);
    }
}
