package org.gradus.experiments.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.federated.Outer;
import org.gradus.federated.array.ArrayOptimizer;
import org.gradus.federated.array.ArrayState;
import org.gradus.federated.array.Layout;
import org.gradus.federated.array.Slots;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.tensor.Tensors;

/**
 * Replays an outer optimizer on given displacements, one object a round. In the answer, {@code start} is the point that is
 * broadcast before each round and {@code params} the point to evaluate after it; most rules have one point for both.
 */
final class OuterReplay {
    private static final List<String> KEYS = List.of("format", "params", "outer", "deltas");

    private OuterReplay() {}

    static boolean takes(JsonNode root) {
        return root.has("outer");
    }

    static Map<String, Object> of(JsonNode root) {
        root.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) throw Names.unknown("key", key, KEYS);
        });
        Tensors parameters = TraceCase.parameters(root);
        Layout layout = Layout.of(parameters);
        ArrayOptimizer outer = ArrayOptimizer.of(outer(root.get("outer")).optimizer(), layout);
        double[] model = layout.read(parameters);
        ArrayState state = outer.newState(model);
        double[] direction = new double[model.length];
        List<Object> starts = new ArrayList<>();
        List<Object> points = new ArrayList<>();
        List<Object> states = new ArrayList<>();
        JsonNode deltas = TraceCase.require(root, "deltas");
        if (!deltas.isArray() || deltas.isEmpty()) throw new InvalidInput("deltas must be a list of one object a round");
        for (int r = 0; r < deltas.size(); r++) {
            starts.add(Replay.written(layout.tensors(model)));
            double[] gradient = Vectors.read(deltas.get(r), layout, "deltas[" + r + "]");
            for (int i = 0; i < gradient.length; i++) gradient[i] = -gradient[i];
            outer.direction(model, gradient, state, r, direction);
            for (int i = 0; i < model.length; i++) model[i] -= direction[i];
            Vectors.checkFinite(model, layout, "round " + (r + 1));
            points.add(Replay.written(layout.tensors(outer.evaluationPoint(model, state, r))));
            states.add(written(outer.slots(), layout, state));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("format", TraceCase.FORMAT);
        answer.put("params", points);
        answer.put("state", states);
        answer.put("start", starts);
        return answer;
    }

    private static Outer outer(JsonNode node) {
        try {
            return Outer.parse(new ObjectMapper().convertValue(node, Object.class));
        } catch (InvalidInput e) {
            throw e.in("outer");
        }
    }

    private static Map<String, Object> written(Slots slots, Layout layout, ArrayState state) {
        Map<String, Object> written = new LinkedHashMap<>();
        slots.arrays(state, layout).forEach((name, array) -> written.put(name, NestedArray.write(array)));
        return written;
    }
}
