package org.gradus.optim.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pairs as the only thing that moves in a network: each weight is a frozen one plus its pair's product. */
final class LoraWeights implements Trained {
    private final List<LoraPair> pairs;
    private final List<NetworkLayout.Part> parts;
    private final Tensors parameters;
    private final List<INDArray> frozen = new ArrayList<>();
    private final List<INDArray> products = new ArrayList<>();
    private List<INDArray> gradients;

    LoraWeights(List<LoraPair> pairs, List<NetworkLayout.Part> parts) {
        this.pairs = List.copyOf(pairs);
        this.parts = parts;
        this.parameters = Tensors.of(pairs.toArray(LoraPair[]::new));
        for (NetworkLayout.Part part : parts) {
            INDArray weight = part.array();
            frozen.add(weight.dup(weight.ordering()).detach());
            products.add(Nd4j.createUninitializedDetached(weight.dataType(), 'f', weight.size(1), weight.size(0)));
        }
    }

    List<LoraPair> pairs() {
        return pairs;
    }

    @Override
    public Tensors parameters() {
        return parameters;
    }

    @Override
    public void read(INDArray flat) {
        gradients = Outside.workspaces(() -> {
            INDArray vector = flat.reshape(flat.length());
            return parts.stream().map(part -> part.of(vector).transpose()).toList();
        });
    }

    /** All of it: the network is frozen, statistics of batch normalization included. */
    @Override
    public List<INDArray> cleared(INDArray flat) {
        return List.of(flat);
    }

    @Override
    public Tensors gradients() {
        return Outside.workspaces(() -> {
            LoraPair[] factors = new LoraPair[pairs.size()];
            for (int i = 0; i < factors.length; i++) factors[i] = pairs.get(i).gradients(gradients.get(i));
            return Tensors.of(factors);
        });
    }

    @Override
    public void moved() {
        for (int i = 0; i < pairs.size(); i++) {
            LoraPair pair = pairs.get(i);
            INDArray product = products.get(i);
            boolean wide = pair.layout() == LoraPair.Layout.PEFT;
            Outside.workspaces(() -> pair.up().mmuli(wide ? pair.down() : pair.down().transpose(), product));
            parts.get(i).array().assign(frozen.get(i)).addi(product.muli(pair.scale()).transpose());
        }
    }

    void remove() {
        for (int i = 0; i < parts.size(); i++) parts.get(i).array().assign(frozen.get(i));
    }
}
