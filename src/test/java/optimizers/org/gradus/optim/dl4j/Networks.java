package org.gradus.optim.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.gradus.optim.Fixture;

/** Small DL4J networks and data, the same each time. */
final class Networks {
    static final int INPUTS = 6;
    static final int CLASSES = 3;

    private Networks() {}

    static NeuralNetConfiguration.Builder configuration(DataType type, IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(7).dataType(type).activation(Activation.TANH).updater(updater);
    }

    /** 6 inputs, 5 and 4 hidden units, 3 classes; all layers share their configuration. */
    static MultiLayerNetwork dense(NeuralNetConfiguration.Builder builder) {
        return ready(new MultiLayerNetwork(builder.list().layer(new DenseLayer.Builder().nIn(INPUTS).nOut(5).build())
                .layer(new DenseLayer.Builder().nIn(5).nOut(4).build()).layer(output(4)).build()));
    }

    static MultiLayerNetwork dense(DataType type, IUpdater updater) {
        return dense(configuration(type, updater));
    }

    static MultiLayerNetwork dense() {
        return dense(DataType.FLOAT, new Sgd(1e-3));
    }

    private static OutputLayer output(int inputs) {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).activation(Activation.SOFTMAX).nIn(inputs)
                .nOut(CLASSES)
                .build();
    }

    /** A convolution, batch normalization (whose statistics DL4J moves), and an output. */
    static MultiLayerNetwork convolutional(IUpdater updater) {
        return ready(new MultiLayerNetwork(configuration(DataType.FLOAT, updater).list()
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).build()).layer(new BatchNormalization())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).activation(Activation.SOFTMAX)
                        .nOut(CLASSES).build())
                .setInputType(InputType.convolutional(4, 4, 1)).build()));
    }

    /** An LSTM; its back-propagation is cut after so many time steps. */
    static MultiLayerNetwork recurrent(IUpdater updater, int truncated) {
        RnnOutputLayer output = new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT).activation(Activation.SOFTMAX)
                .nIn(3).nOut(CLASSES).build();
        return ready(new MultiLayerNetwork(configuration(DataType.FLOAT, updater).list()
                .layer(new LSTM.Builder().nIn(2).nOut(3).build()).layer(output)
                .backpropType(BackpropType.TruncatedBPTT).tBPTTLength(truncated).build()));
    }

    /** Two branches that are added, so that the order of layers is not that of a list. */
    static ComputationGraph graph(IUpdater updater) {
        ComputationGraph graph = new ComputationGraph(configuration(DataType.FLOAT, updater).graphBuilder().addInputs("in")
                .addLayer("left", new DenseLayer.Builder().nIn(INPUTS).nOut(4).build(), "in")
                .addLayer("right", new DenseLayer.Builder().nIn(INPUTS).nOut(4).activation(Activation.RELU).build(), "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right")
                .addLayer("out", output(4), "sum").setOutputs("out").build());
        graph.init();
        return graph;
    }

    private static MultiLayerNetwork ready(MultiLayerNetwork network) {
        network.init();
        return network;
    }

    /** So many minibatches of 4 examples with these features, for as many classes as the networks have. */
    static List<DataSet> batches(int count, DataType type, long... features) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long[] shape = new long[features.length + 1];
            shape[0] = 4;
            System.arraycopy(features, 0, shape, 1, features.length);
            INDArray x = Fixture.array(type, 31 + i, shape);
            INDArray y = Nd4j.zeros(type, 4, CLASSES);
            for (int row = 0; row < 4; row++) y.putScalar(row, (row + i) % CLASSES, 1);
            batches.add(new DataSet(x, y));
        }
        return batches;
    }

    static List<DataSet> batches(int count) {
        return batches(count, DataType.FLOAT, INPUTS);
    }

    /** In the given order, each batch as it stands. */
    static DataSetIterator iterator(List<DataSet> batches) {
        List<DataSet> examples = new ArrayList<>();
        batches.forEach(batch -> examples.addAll(batch.copy().asList()));
        return new ListDataSetIterator<>(examples, 4);
    }
}
