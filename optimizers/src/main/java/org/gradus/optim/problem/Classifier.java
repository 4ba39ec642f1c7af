package org.gradus.optim.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Require;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What all classification problems share: layers with an activation between them, a loss of the last one's outputs, and
 * {@code l2/2} times the squared norm of all parameters, biases included, so that a convex loss becomes l2-strongly
 * convex.
 */
abstract class Classifier implements Problem {
    /** Examples go through in blocks of this many rows, whose activations stay in the processor's cache. */
    static final int BLOCK = 128;

    private final Examples train;
    private final Examples test;
    private final List<Layer> layers;
    private final Activation activation;
    private final OutputLoss output;
    private final double l2;
    /** Of a block: the input of every layer, and the outputs of the last. */
    private final double[][][] values;
    /** The derivatives by the affine outputs of every layer, before its activation. */
    private final double[][][] deltas;

    /** A linear model. It has no place between layers, so no activation is ever applied. */
    Classifier(Examples train, Examples test, Layer layer, OutputLoss output, double l2) {
        this(train, test, List.of(layer), Activation.TANH, output, l2);
    }

    Classifier(Examples train, Examples test, List<Layer> layers, Activation activation, OutputLoss output, double l2) {
        Require.nonNegative("l2", l2);
        if (test != null && (test.inputs() != train.inputs() || test.classes() != train.classes())) {
            throw new InvalidInput("the test part has " + test.inputs() + " inputs and " + test.classes()
                    + " classes, but the training part " + train.inputs() + " and " + train.classes());
        }
        this.train = train;
        this.test = test;
        this.layers = layers;
        this.activation = activation;
        this.output = output;
        this.l2 = l2;
        this.values = new double[layers.size() + 1][][];
        this.deltas = new double[layers.size()][][];
        values[0] = new double[BLOCK][];
        for (int k = 0; k < layers.size(); k++) {
            values[k + 1] = new double[BLOCK][layers.get(k).outputs()];
            deltas[k] = new double[BLOCK][layers.get(k).outputs()];
        }
    }

    /**
     * Uniform weights of Glorot's variance 2 / (inputs + outputs) (Glorot, Bengio 2010), or before a ReLU of He's
     * 2 / inputs (He et al. 2015); biases zero. Every layer has its own random stream.
     */
    @Override
    public Tensors start(long seed) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        List<LoraPair> pairs = new ArrayList<>();
        for (int k = 0; k < layers.size(); k++) {
            Layer layer = layers.get(k);
            boolean beforeRelu = activation == Activation.RELU && k < layers.size() - 1;
            double variance = 2.0 / (beforeRelu ? layer.inputs() : layer.inputs() + layer.outputs());
            layer.initialise(Seeds.random(seed, k), variance, parameters::put, pairs::add);
        }
        return Tensors.of(parameters).with(pairs.toArray(LoraPair[]::new));
    }

    @Override
    public int examples() {
        return train.size();
    }

    @Override
    public double lossAndGradient(Tensors parameters, Tensors gradients, int[] batch) {
        Examples.checkBatch(batch, train.size());
        for (Layer layer : layers) layer.checkGradients(gradients);
        for (Layer layer : layers) layer.read(parameters);
        for (Layer layer : layers) layer.clearGradients();
        int n = batch == null ? train.size() : batch.length;
        double sum = 0;
        for (int from = 0; from < n; from += BLOCK) {
            int rows = Math.min(BLOCK, n - from);
            forward(train, batch, from, rows);
            sum += outputLoss(train, batch, from, rows);
            backward(rows);
        }
        for (Layer layer : layers) layer.writeGradients(gradients, n, l2);
        return sum / n + regularizer();
    }

    @Override
    public double loss(Tensors parameters) {
        for (Layer layer : layers) layer.read(parameters);
        double sum = 0;
        for (int from = 0; from < train.size(); from += BLOCK) {
            int rows = Math.min(BLOCK, train.size() - from);
            forward(train, null, from, rows);
            sum += outputLoss(train, null, from, rows);
        }
        return sum / train.size() + regularizer();
    }

    /** {@code testLoss}, without the regularizer, and {@code testAccuracy}; empty without a test part. */
    @Override
    public Map<String, Double> metrics(Tensors parameters) {
        if (test == null) return Map.of();
        for (Layer layer : layers) layer.read(parameters);
        double sum = 0;
        int hits = 0;
        for (int from = 0; from < test.size(); from += BLOCK) {
            int rows = Math.min(BLOCK, test.size() - from);
            forward(test, null, from, rows);
            sum += outputLoss(test, null, from, rows);
            hits += hits(from, rows);
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("testLoss", sum / test.size());
        metrics.put("testAccuracy", (double) hits / test.size());
        return metrics;
    }

    private void forward(Examples data, int[] batch, int from, int rows) {
        data.gather(batch, from, rows, values[0]);
        for (int k = 0; k < layers.size(); k++) {
            layers.get(k).forward(values[k], rows, values[k + 1]);
            if (k + 1 == layers.size()) return;
            for (int r = 0; r < rows; r++) activation.apply(values[k + 1][r]);
        }
    }

    /** The sum over the block; the derivatives go to the last deltas. */
    private double outputLoss(Examples data, int[] batch, int from, int rows) {
        int last = layers.size() - 1;
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            int label = data.label(batch == null ? from + r : batch[from + r]);
            sum += output.loss(values[last + 1][r], label, deltas[last][r]);
        }
        return sum;
    }

    private void backward(int rows) {
        for (int k = layers.size() - 1; k >= 0; k--) {
            Layer layer = layers.get(k);
            layer.addGradients(values[k], deltas[k], rows);
            if (k > 0) {
                layer.backward(deltas[k], rows, deltas[k - 1]);
                for (int r = 0; r < rows; r++) activation.multiplyBySlope(deltas[k - 1][r], values[k][r]);
            }
        }
    }

    private int hits(int from, int rows) {
        int hits = 0;
        for (int r = 0; r < rows; r++) {
            if (output.hit(values[layers.size()][r], test.label(from + r))) hits++;
        }
        return hits;
    }

    private double regularizer() {
        return l2 == 0 ? 0 : l2 / 2 * layers.stream().mapToDouble(Layer::squaredNorm).sum();
    }
}
