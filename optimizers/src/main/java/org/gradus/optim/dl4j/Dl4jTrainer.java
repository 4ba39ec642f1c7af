package org.gradus.optim.dl4j;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gradus.optim.Bound;
import org.gradus.optim.Optimizer;
import org.gradus.optim.State;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Puts an optimizer into a DL4J network in place of the updaters of its configuration: any optimizer, since it sees all
 * parameters and their gradients together. Training stays DL4J's: {@code fit}, epochs, listeners, masks, truncated
 * back-propagation, evaluation and early stopping are the network's own.
 *
 * <pre>{@code
 * Dl4jTrainer trainer = Dl4jTrainer.attach(network, AdamW.of(1e-3));
 * network.fit(batches, 10);
 * ModelSerializer.writeModel(network, zip, true);
 * trainer.state().save(file);         // later: attach(network, AdamW.of(1e-3), State.load(file)), to the same bits
 * }</pre>
 *
 * <p>Parameters have DL4J's names ({@code 0_W}, {@code dense_b}) and move in place, in the network's own memory. DL4J still
 * divides gradients by the minibatch, normalizes or clips them if a layer says so, adds l1 and l2, and moves by itself
 * what no optimizer should: statistics of batch normalization, layers with the updater NoOp. Methods that are to be
 * evaluated elsewhere (schedule-free, ema) are evaluated in a view of {@link #bound}. Listeners that look at gradients
 * after a step find zeros.
 *
 * <p>What DL4J makes anew without asking ({@code clone()}, {@code clear()}, {@code setLearningRate}, a network loaded from a
 * file) has no optimizer; its {@code fit} says so until one is attached.
 */
public final class Dl4jTrainer {
    private final NetworkHost host;
    private final Trained trained;
    private final Bound bound;
    private final Map<TrainingConfig, LayerUpdaters> replaced = new IdentityHashMap<>();
    /** Where the gradient array is that views were made of: DL4J hands out new objects for one and the same memory. */
    private long address;
    private List<INDArray> cleared;

    private Dl4jTrainer(NetworkHost host, NetworkLayout layout, Trained trained, Optimizer optimizer, State state) {
        this.host = host;
        this.trained = trained;
        refuseDecay(layout);
        this.bound = state == null ? optimizer.bind(trained.parameters()) : optimizer.bind(trained.parameters(), state);
        replaceUpdaters(layout);
        host.attach(this::step);
    }

    /** From now on {@code network.fit} steps by this optimizer. */
    public static Dl4jTrainer attach(MultiLayerNetwork network, Optimizer optimizer) {
        return attach(NetworkHost.of(network), optimizer, null);
    }

    /** As {@link #attach(MultiLayerNetwork, Optimizer)}, going on from a saved state. */
    public static Dl4jTrainer attach(MultiLayerNetwork network, Optimizer optimizer, State state) {
        return attach(NetworkHost.of(network), optimizer, state);
    }

    /** From now on {@code network.fit} steps by this optimizer. */
    public static Dl4jTrainer attach(ComputationGraph network, Optimizer optimizer) {
        return attach(NetworkHost.of(network), optimizer, null);
    }

    /** As {@link #attach(ComputationGraph, Optimizer)}, going on from a saved state. */
    public static Dl4jTrainer attach(ComputationGraph network, Optimizer optimizer, State state) {
        return attach(NetworkHost.of(network), optimizer, state);
    }

    /** From now on {@code fit} of the adapted network moves its pairs, and nothing else. */
    public static Dl4jTrainer attach(Dl4jLora lora, Optimizer optimizer) {
        return new Dl4jTrainer(lora.host(), lora.layout(), lora.trained(), optimizer, null);
    }

    /** As {@link #attach(Dl4jLora, Optimizer)}, going on from a saved state. */
    public static Dl4jTrainer attach(Dl4jLora lora, Optimizer optimizer, State state) {
        return new Dl4jTrainer(lora.host(), lora.layout(), lora.trained(), optimizer, state);
    }

    private static Dl4jTrainer attach(NetworkHost host, Optimizer optimizer, State state) {
        NetworkLayout layout = NetworkLayout.of(host);
        return new Dl4jTrainer(host, layout, new Trained.Weights(layout), optimizer, state);
    }

    /** The optimizer on the network's parameters: its policy for bad gradients, evaluation view, rates in effect. */
    public Bound bound() {
        return bound;
    }

    /** All memory of the optimizer; save it beside the network. */
    public State state() {
        return bound.state();
    }

    /**
     * Gives the network back: the updaters of its configuration are those from before, so that a file of it needs no
     * Gradus. Where they are not known, since it was loaded with an optimizer attached, they are DL4J's default, Sgd.
     */
    public void detach() {
        replaced.forEach((config, updaters) -> {
            boolean unknown = updaters.weights() instanceof TrainedByGradus;
            (unknown ? new LayerUpdaters(new Sgd(), null) : updaters).into(config);
        });
        host.detach();
    }

    /** DL4J's decoupled decay acts after the updater's step, which is not DL4J's any more. */
    private static void refuseDecay(NetworkLayout layout) {
        for (NetworkLayout.Part part : layout.parts()) {
            List<Regularization> all = part.config().getRegularizationByParam(part.variable());
            if (all == null || all.stream().noneMatch(r -> r.applyStep() == Regularization.ApplyStep.POST_UPDATER)) continue;
            throw new InvalidInput("parameter '" + part.name() + "' has DL4J's weight decay, which acts on the steps of"
                    + " DL4J's own updaters; leave it out of the configuration and give the optimizer its weightDecay, as in"
                    + " adamw");
        }
    }

    private void replaceUpdaters(NetworkLayout layout) {
        for (NetworkLayout.Part part : layout.parts()) replaced.put(part.config(), LayerUpdaters.of(part.config()));
        TrainedByGradus mark = new TrainedByGradus();
        replaced.keySet().forEach(config -> new LayerUpdaters(mark, null).into(config));
    }

    private void step(INDArray gradient) {
        long now = gradient.data().addressPointer().address();
        if (cleared == null || now != address) {
            trained.read(gradient);
            cleared = trained.cleared(gradient);
            address = now;
        }
        bound.step(trained.gradients());
        trained.moved();
        cleared.forEach(stretch -> stretch.assign(0));
    }
}
