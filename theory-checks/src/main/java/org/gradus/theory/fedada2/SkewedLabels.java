package org.gradus.theory.fedada2;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.gradus.federated.array.Layout;
import org.gradus.federated.problem.FederatedProblem;
import org.gradus.federated.problem.Sample;
import org.gradus.federated.random.Keyed;
import org.gradus.federated.random.Purpose;

/**
 * Logistic regression on texts of eight topics: 60 clients with topics of their own, by a Dirichlet draw of concentration
 * 0.3, have 30 texts each to train on and 10 to test. Of 40 words the first is in every text, the j-th in about one of j.
 * The model, begun at 0, is the matrix words x topics of logits. A round's local steps go through batches of 10 once.
 */
final class SkewedLabels implements FederatedProblem {
    static final int LOCAL_STEPS = 3;
    private static final int BATCH = 10;
    private static final int TRAIN = LOCAL_STEPS * BATCH;
    private static final int TEST = 10;
    private static final int CLIENTS = 60;
    private static final int TOPICS = 8;
    private static final int WORDS = 40;
    private static final Layout LAYOUT = Matrix.layout(WORDS, TOPICS);
    private static final double CONCENTRATION = 0.3;
    /** Of a word's log-odds between topics. */
    private static final double DEVIATION = 1.4;

    private final Text[][] train = new Text[CLIENTS][TRAIN];
    private final Text[][] test = new Text[CLIENTS][TEST];

    private record Text(int[] words, int topic) {
        /** Writes the logits. */
        void logits(double[] model, double[] logits) {
            Arrays.fill(logits, 0);
            for (int word : words) {
                for (int c = 0; c < TOPICS; c++) logits[c] += model[word * TOPICS + c];
            }
        }
    }

    /** Equal seeds give equal texts. */
    SkewedLabels(long seed) {
        RandomGenerator random = new Well19937c(seed);
        double[][] odds = new double[TOPICS][WORDS];
        for (double[] topic : odds) Arrays.setAll(topic, j -> Math.exp(DEVIATION * random.nextGaussian()) / j);
        GammaDistribution gamma = new GammaDistribution(random, CONCENTRATION, 1);
        for (int m = 0; m < CLIENTS; m++) {
            double[] shares = gamma.sample(TOPICS);
            Arrays.setAll(train[m], i -> text(odds, shares, random));
            Arrays.setAll(test[m], i -> text(odds, shares, random));
        }
    }

    private static Text text(double[][] odds, double[] shares, RandomGenerator random) {
        double at = random.nextDouble() * Arrays.stream(shares).sum();
        int topic = 0;
        while (topic < TOPICS - 1 && at >= shares[topic]) at -= shares[topic++];
        double[] of = odds[topic];
        int[] words = IntStream.range(0, WORDS)
                .filter(j -> j == 0 || random.nextDouble() < of[j] / (1 + of[j])).toArray();
        return new Text(words, topic);
    }

    @Override
    public Layout layout() {
        return LAYOUT;
    }

    @Override
    public int clients() {
        return CLIENTS;
    }

    @Override
    public double weight(int client) {
        return 1;
    }

    @Override
    public double[] start(long seed) {
        return new double[WORDS * TOPICS];
    }

    /** NaN: in every round it would cost more than all steps. {@link #trainingLoss} is the objective. */
    @Override
    public double loss(double[] x) {
        return Double.NaN;
    }

    double trainingLoss(double[] model) {
        double[] probabilities = new double[TOPICS];
        double sum = 0;
        for (Text[] client : train) {
            for (Text text : client) sum += crossEntropy(text, model, probabilities);
        }
        return sum / (CLIENTS * TRAIN);
    }

    /** Percent of the test texts. */
    double accuracy(double[] model) {
        double[] logits = new double[TOPICS];
        int hits = 0;
        for (Text[] client : test) {
            for (Text text : client) {
                text.logits(model, logits);
                int best = 0;
                for (int c = 1; c < TOPICS; c++) {
                    if (logits[c] > logits[best]) best = c;
                }
                if (best == text.topic) hits++;
            }
        }
        return 100.0 * hits / (CLIENTS * TEST);
    }

    /** Also writes the probabilities of the topics. */
    private static double crossEntropy(Text text, double[] model, double[] probabilities) {
        text.logits(model, probabilities);
        double largest = Arrays.stream(probabilities).max().orElseThrow();
        double own = probabilities[text.topic] - largest;
        double sum = 0;
        for (int c = 0; c < TOPICS; c++) sum += probabilities[c] = Math.exp(probabilities[c] - largest);
        for (int c = 0; c < TOPICS; c++) probabilities[c] /= sum;
        return Math.log(sum) - own;
    }

    @Override
    public Local local() {
        Keyed random = Keyed.of(0, 0, 0, 0, Purpose.BATCH);
        double[] probabilities = new double[TOPICS];
        return new Local() {
            @Override
            public void gradient(Sample s, double[] y, double[] gradient, double[] expected) {
                addUp(train[s.client()], batch(s), y, gradient);
            }

            @Override
            public void fullGradient(int client, double[] y, double[] gradient) {
                addUp(train[client], IntStream.range(0, TRAIN).toArray(), y, gradient);
            }

            @Override
            public double loss(Sample s, double[] y) {
                return addUp(train[s.client()], batch(s), y, new double[y.length]);
            }

            /** Drawn anew in every round, which each text is seen once in. */
            private int[] batch(Sample s) {
                int[] order = IntStream.range(0, TRAIN).toArray();
                random.rekey(s.seed(), s.round(), s.client(), 0, Purpose.BATCH);
                random.shuffle(order);
                int from = s.step() % LOCAL_STEPS * BATCH;
                return Arrays.copyOfRange(order, from, from + BATCH);
            }

            /** The mean loss of some of the texts; writes its gradient. */
            private double addUp(Text[] texts, int[] rows, double[] y, double[] gradient) {
                Arrays.fill(gradient, 0);
                double sum = 0;
                for (int row : rows) {
                    Text text = texts[row];
                    sum += crossEntropy(text, y, probabilities) / rows.length;
                    probabilities[text.topic] -= 1;
                    for (int word : text.words) {
                        for (int c = 0; c < TOPICS; c++) gradient[word * TOPICS + c] += probabilities[c] / rows.length;
                    }
                }
                return sum;
            }
        };
    }
}
