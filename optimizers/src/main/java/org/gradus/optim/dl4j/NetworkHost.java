package org.gradus.optim.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.NoOpUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** Where DL4J's two kinds of networks differ: their layers, and the updater that is called once a minibatch. */
sealed interface NetworkHost {
    Model model();

    /** What has parameters, by the name that starts theirs. */
    Map<String, Trainable> layers();

    /** From now on, {@code step} gets the flat gradient array of each minibatch, as DL4J's own updaters would. */
    void attach(Consumer<INDArray> step);

    /** DL4J makes its own updater again from the configuration. */
    void detach();

    static NetworkHost of(MultiLayerNetwork network) {
        return new Sequential(ready(network));
    }

    static NetworkHost of(ComputationGraph network) {
        return new Graph(ready(network));
    }

    private static <M extends Model> M ready(M network) {
        if (network.params() == null) throw new InvalidInput("the network has no parameters yet; call its init() first");
        OptimizationAlgorithm algorithm = network.conf().getOptimizationAlgo();
        if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
            throw new InvalidInput("the network is configured for " + algorithm + "; a Gradus optimizer replaces"
                    + " STOCHASTIC_GRADIENT_DESCENT, DL4J's default");
        }
        return network;
    }

    /** DL4J prepares the gradients (minibatch, normalization, l1 and l2) in blocks; the blocks' own step is left out. */
    private static void withoutSteps(BaseMultiLayerUpdater<?> updater) {
        updater.getUpdaterBlocks().stream().filter(block -> block.getGradientUpdater() instanceof TrainedByGradus.Missing)
                .forEach(block -> block.setGradientUpdater(new NoOpUpdater(new NoOp())));
    }

    record Sequential(MultiLayerNetwork model) implements NetworkHost {
        @Override
        public Map<String, Trainable> layers() {
            Map<String, Trainable> layers = new LinkedHashMap<>();
            for (Layer layer : model.getLayers()) layers.put(String.valueOf(layers.size()), layer);
            return layers;
        }

        @Override
        public void attach(Consumer<INDArray> step) {
            MultiLayerUpdater updater = new MultiLayerUpdater(model) {
                @Override
                public synchronized void update(Gradient gradient, int iteration, int epoch, int batchSize,
                        LayerWorkspaceMgr workspaces) {
                    super.update(gradient, iteration, epoch, batchSize, workspaces);
                    step.accept(gradient.gradient());
                }
            };
            withoutSteps(updater);
            model.setUpdater(updater);
        }

        @Override
        public void detach() {
            model.setUpdater(null);
        }
    }

    record Graph(ComputationGraph model) implements NetworkHost {
        @Override
        public Map<String, Trainable> layers() {
            Map<String, Trainable> layers = new LinkedHashMap<>();
            for (int i : model.topologicalSortOrder()) {
                GraphVertex vertex = model.getVertices()[i];
                if (vertex.numParams() > 0) layers.put(vertex.getVertexName(), vertex);
            }
            return layers;
        }

        @Override
        public void attach(Consumer<INDArray> step) {
            ComputationGraphUpdater updater = new ComputationGraphUpdater(model) {
                @Override
                public synchronized void update(Gradient gradient, int iteration, int epoch, int batchSize,
                        LayerWorkspaceMgr workspaces) {
                    super.update(gradient, iteration, epoch, batchSize, workspaces);
                    step.accept(gradient.gradient());
                }
            };
            withoutSteps(updater);
            model.setUpdater(updater);
        }

        @Override
        public void detach() {
            model.setUpdater(null);
        }
    }
}
