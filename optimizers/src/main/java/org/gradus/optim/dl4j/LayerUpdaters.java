package org.gradus.optim.dl4j;

import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The updaters that a layer's configuration names.
 *
 * @param weights for all parameters without one of their own
 * @param bias    for biases; null: as the weights
 */
record LayerUpdaters(IUpdater weights, IUpdater bias) {
    static LayerUpdaters of(TrainingConfig config) {
        if (config instanceof BaseLayer layer) return new LayerUpdaters(layer.getIUpdater(), layer.getBiasUpdater());
        if (config instanceof AbstractSameDiffLayer own) return new LayerUpdaters(own.getUpdater(), own.getBiasUpdater());
        if (config instanceof BaseWrapperLayer wrapper) return of(wrapper.getUnderlying());
        if (config instanceof Bidirectional both) return of((TrainingConfig) both.getFwd());
        throw new InvalidInput("layer '" + config.getLayerName() + "' is a " + config.getClass().getSimpleName()
                + ", whose updater cannot be replaced; freeze it, or step by Optimizer.bind in a loop of your own");
    }

    void into(TrainingConfig config) {
        if (config instanceof BaseLayer layer) {
            layer.setIUpdater(weights);
            layer.setBiasUpdater(bias);
        } else if (config instanceof AbstractSameDiffLayer layer) {
            layer.setUpdater(weights);
            layer.setBiasUpdater(bias);
        } else if (config instanceof BaseWrapperLayer wrapper) {
            into(wrapper.getUnderlying());
        } else if (config instanceof Bidirectional both) {
            into(both.getFwd());
            into(both.getBwd());
        }
    }

    /** Whether the bias updater of the layer, if it has one, is this parameter's. */
    static boolean isBias(TrainingConfig config, String variable) {
        return config instanceof Layer layer && layer.initializer().isBiasParam(layer, variable);
    }

    /** What DL4J moves by itself: statistics, such as the means of batch normalization, and frozen layers. */
    static boolean isDl4js(TrainingConfig config, String variable) {
        IUpdater updater = config.getUpdaterByParam(variable);
        return updater == null || updater instanceof NoOp;
    }
}
