package org.gradus.experiments.trace;

import java.util.Arrays;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The gradient {@code Q (x - c) + noise[step]} of one vector, summed in the order of the columns. */
record Quadratic(String name, double[][] q, double[] c, double[][] noise) implements TraceCase.Gradients {
    private static final List<String> KEYS = List.of("type", "Q", "c");

    /** @param noise one vector a step, or null */
    static Quadratic read(JsonNode objective, JsonNode noise, Tensors parameters, int steps) {
        if (!objective.isObject()) throw new InvalidInput("objective must be {\"type\": \"quadratic\", \"Q\": ..., \"c\": ...}");
        objective.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) throw Names.unknown("key", key, KEYS).in("objective");
        });
        if (!"quadratic".equals(objective.path("type").asText())) throw new InvalidInput("objective: type must be quadratic");
        if (parameters.size() != 1 || parameters.values().get(0).rank() != 1) {
            throw new InvalidInput("a quadratic objective has exactly one parameter, a vector; params has " + parameters);
        }
        long n = parameters.length();
        INDArray q = shaped(TraceCase.require(objective, "Q"), "objective.Q", n, n);
        INDArray c = shaped(TraceCase.require(objective, "c"), "objective.c", n);
        INDArray noises = noise == null ? Nd4j.zeros(q.dataType(), steps, n) : shaped(noise, "noise", steps, n);
        return new Quadratic(parameters.names().get(0), q.toDoubleMatrix(), c.toDoubleVector(), noises.toDoubleMatrix());
    }

    private static INDArray shaped(JsonNode node, String where, long... shape) {
        INDArray array = NestedArray.read(node, where);
        if (!Arrays.equals(array.shape(), shape)) {
            throw new InvalidInput(where + " has shape " + Arrays.toString(array.shape()) + ", but must have " + Arrays.toString(shape));
        }
        return array;
    }

    @Override
    public Tensors at(int step, Tensors parameters) {
        double[] x = parameters.get(name).toDoubleVector();
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) gradient[i] += q[i][j] * (x[j] - c[j]);
            gradient[i] += noise[step][i];
        }
        return Tensors.of(name, Nd4j.createFromArray(gradient));
    }
}
