package org.gradus.optim.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a network that DL4J leaves to an optimizer: views of its one flat array, whose gradients lie at the
 * same places of another flat array.
 */
record NetworkLayout(List<Part> parts) {
    /**
     * One parameter.
     *
     * @param name as in DL4J's {@code paramTable()}: {@code 0_W}, {@code dense_b}
     * @param start its first element in the flat array
     */
    record Part(String name, TrainingConfig config, String variable, INDArray array, long start) {
        private long end() {
            return start + array.length();
        }

        /** The view of another flat array that lies as the parameter does in its own. */
        INDArray of(INDArray flat) {
            char order = Tensors.isRowMajor(array) ? 'c' : 'f';
            INDArray view = flat.get(NDArrayIndex.interval(start, end())).reshape(order, array.shape());
            if (Arrays.equals(view.stride(), array.stride()) || array.length() == 1) return view;
            throw new InvalidInput("parameter '" + name + "' has strides " + Arrays.toString(array.stride())
                    + ", which its gradient has not; step by Optimizer.bind in a loop of your own");
        }
    }

    static NetworkLayout of(NetworkHost host) {
        INDArray flat = host.model().params();
        long base = flat.data().addressPointer().address();
        List<Part> parts = new ArrayList<>();
        host.layers().forEach((layer, trainable) -> trainable.paramTable(false).forEach((variable, array) -> {
            if (array.length() == 0 || isDl4js(trainable, variable)) return;
            long start = (array.data().addressPointer().address() - base) / array.dataType().width();
            parts.add(new Part(layer + "_" + variable, trainable.getConfig(), variable, array, start));
        }));
        if (parts.isEmpty()) {
            throw new InvalidInput("the network has no parameters for an optimizer: every layer is frozen or has the updater"
                    + " NoOp; configure another one, such as Sgd");
        }
        parts.sort(Comparator.comparingLong(Part::start));
        return new NetworkLayout(List.copyOf(parts));
    }

    private static boolean isDl4js(Trainable layer, String variable) {
        return LayerUpdaters.isDl4js(layer.getConfig(), variable) || layer.getConfig().isPretrainParam(variable);
    }

    Tensors parameters() {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        for (Part part : parts) arrays.put(part.name, part.array);
        return Tensors.of(arrays);
    }

    /** The parameters' gradients, as views. */
    Tensors gradients(INDArray flat) {
        return Outside.workspaces(() -> {
            INDArray vector = flat.reshape(flat.length());
            Map<String, INDArray> arrays = new LinkedHashMap<>();
            for (Part part : parts) arrays.put(part.name, part.of(vector));
            return Tensors.of(arrays);
        });
    }

    /** The stretches of a flat array that hold these parameters, as long as they can be. */
    List<INDArray> stretches(INDArray flat) {
        return Outside.workspaces(() -> {
            INDArray vector = flat.reshape(flat.length());
            List<INDArray> stretches = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                long start = parts.get(i).start;
                while (i + 1 < parts.size() && parts.get(i + 1).start == parts.get(i).end()) i++;
                stretches.add(vector.get(NDArrayIndex.interval(start, parts.get(i).end())));
            }
            return stretches;
        });
    }
}
