package org.gradus.optim.dl4j;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Parameter;
import org.gradus.optim.Route;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;

/**
 * Gives every parameter of a DL4J network an updater of its own, so that DL4J does not join their gradients: for methods
 * that depend on the tensor, and for routes. The network then trains, is saved and goes on by DL4J alone.
 */
public final class Dl4jUpdaters {
    private Dl4jUpdaters() {}

    /** Replaces the updaters of an initialized network; their state starts anew. */
    public static void install(MultiLayerNetwork network, Optimizer optimizer) {
        install(NetworkHost.of(network), optimizer);
    }

    /** As {@link #install(MultiLayerNetwork, Optimizer)}. */
    public static void install(ComputationGraph network, Optimizer optimizer) {
        install(NetworkHost.of(network), optimizer);
    }

    private static void install(NetworkHost host, Optimizer optimizer) {
        Map<TrainingConfig, LayerUpdaters> made = new IdentityHashMap<>();
        Map<TrainingConfig, LayerUpdaters> replaced = new IdentityHashMap<>();
        Map<NetworkLayout.Part, GradusUpdater> each = new LinkedHashMap<>();
        for (NetworkLayout.Part part : NetworkLayout.of(host).parts()) {
            TrainingConfig config = part.config();
            replaced.put(config, LayerUpdaters.of(config));
            GradusUpdater updater = GradusUpdater.of(branch(optimizer, part), part.name(), part.array().shape(),
                    Tensors.isRowMajor(part.array()) ? 'c' : 'f');
            boolean bias = LayerUpdaters.isBias(config, part.variable());
            LayerUpdaters before = made.getOrDefault(config, new LayerUpdaters(null, null));
            made.put(config, bias ? new LayerUpdaters(before.weights(), updater)
                    : new LayerUpdaters(updater, before.bias()));
            each.put(part, updater);
        }
        made.forEach((config, updaters) -> updaters.into(config));
        each.forEach((part, updater) -> {
            if (part.config().getUpdaterByParam(part.variable()) == updater) return;
            replaced.forEach((config, updaters) -> updaters.into(config));
            throw new InvalidInput("parameter '" + part.name() + "' shares the updater of its layer with another one,"
                    + " and DL4J has no other place for it; use GradusUpdater.of if the method is elementwise, or"
                    + " Dl4jTrainer.attach");
        });
        host.detach();
    }

    private static Optimizer branch(Optimizer optimizer, NetworkLayout.Part part) {
        if (!(optimizer instanceof Route route)) return optimizer;
        Parameter parameter = new Parameter(part.name(), Arrays.stream(part.array().shape()).boxed().toList(),
                part.array().dataType());
        return route.branches().stream().filter(b -> b.takes().test(parameter)).findFirst().map(Route.Branch::optimizer)
                .orElse(route.otherwise());
    }
}
