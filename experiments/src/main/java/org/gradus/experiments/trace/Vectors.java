package org.gradus.experiments.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.gradus.experiments.run.RunFailed;
import org.gradus.federated.array.Layout;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.tensor.Tensors;

/** Numbers of a whole model, from one nested array a parameter. */
final class Vectors {
    private Vectors() {}

    /** @param node an object of names and arrays; where there is one parameter, its array alone will do */
    static double[] read(JsonNode node, Layout layout, String where) {
        JsonNode named = node;
        if (!node.isObject() && layout.tensors() == 1) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.set(layout.names().get(0), node);
            named = object;
        }
        Tensors tensors = TraceCase.tensors(named, where);
        for (String name : tensors.names()) {
            if (!layout.names().contains(name)) throw Names.unknown("parameter", name, layout.names()).in(where);
        }
        for (int i = 0; i < layout.tensors(); i++) {
            String name = layout.names().get(i);
            if (!tensors.contains(name)) throw new InvalidInput(where + ": parameter '" + name + "' is missing");
            long[] shape = tensors.get(name).shape();
            if (!Arrays.equals(shape, layout.shape(i))) {
                throw new InvalidInput(where + "." + name + " has shape " + Arrays.toString(shape)
                        + ", but the parameter has "
                        + Arrays.toString(layout.shape(i)));
            }
        }
        return layout.read(tensors);
    }

    static void checkFinite(double[] model, Layout layout, String when) {
        for (int i = 0; i < layout.tensors(); i++) {
            for (int k = layout.offset(i); k < layout.offset(i + 1); k++) {
                if (!Double.isFinite(model[k])) {
                    throw new RunFailed("parameter '" + layout.names().get(i) + "' is " + model[k] + " after " + when, null);
                }
            }
        }
    }
}
