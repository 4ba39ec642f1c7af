package org.gradus.experiments.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.run.RunFailed;
import org.gradus.federated.ClientFailed;
import org.gradus.federated.Diverged;
import org.gradus.federated.RoundLog;
import org.gradus.federated.Run;
import org.gradus.federated.Simulation;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.federated.array.Layout;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;

/**
 * Replays a simulation on given gradients or on quadratics. In the answer, {@code start} is the point that is broadcast
 * before each round and {@code params} the point to evaluate after it.
 */
final class SimulationReplay {
    private SimulationReplay() {}

    static boolean takes(JsonNode root) {
        return root.has("simulation") || root.has("algorithm");
    }

    static Map<String, Object> of(JsonNode root) {
        Tensors parameters = TraceCase.parameters(root);
        Layout layout = Layout.of(parameters);
        SimulationCase replayed = SimulationCase.read(root, layout, layout.read(parameters));
        Simulation simulation = replayed.simulation();
        List<Object> starts = new ArrayList<>();
        List<Object> points = new ArrayList<>();
        List<Object> states = new ArrayList<>();
        List<Object> traffic = new ArrayList<>();
        try (Run run = simulation.start(replayed.problem(), replayed.seed())) {
            for (int r = 0; r < replayed.rounds(); r++) {
                starts.add(Replay.written(layout.tensors(run.model())));
                RoundLog log = run.round();
                points.add(Replay.written(layout.tensors(run.evaluationPoint())));
                states.add(Replay.written(run.serverState().arrays()));
                Map<String, Object> bytes = new LinkedHashMap<>();
                bytes.put("up", log.up());
                bytes.put("down", log.down());
                traffic.add(bytes);
            }
        } catch (ClientFailed | Diverged e) {
            throw new RunFailed(e.getMessage(), e);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("format", TraceCase.FORMAT);
        answer.put("params", points);
        answer.put("state", states);
        answer.put("start", starts);
        answer.put("traffic", traffic);
        return answer;
    }

    /** Options of the simulation, with those of the method. */
    static Simulation simulation(Map<String, ?> options) {
        try {
            return Algorithms.read(options);
        } catch (InvalidInput e) {
            throw e.in("simulation");
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> options(JsonNode node, String where) {
        if (!node.isObject()) throw new InvalidInput(where + " must be an object of options");
        return new ObjectMapper().convertValue(node, Map.class);
    }
}
