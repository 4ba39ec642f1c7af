package org.gradus.experiments.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.run.RunFailed;
import org.gradus.optim.Bound;
import org.gradus.optim.NonFiniteGradient;
import org.gradus.optim.State;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.LoraPair;
import org.gradus.optim.tensor.Tensors;

/** Replays a trace file. */
public final class Replay {
    private Replay() {}

    /**
     * The answer to a case: {@code format}, and {@code params} and {@code state} after each step. Numbers of the state
     * that belong to no parameter stand there by their names, too.
     *
     * @throws InvalidInput if the file is not a valid case
     * @throws RunFailed    if the numbers overflow
     */
    public static Map<String, Object> of(Path file) {
        try {
            JsonNode root = Json.read(file);
            if (OuterReplay.takes(root)) return OuterReplay.of(root);
            if (SimulationReplay.takes(root)) return SimulationReplay.of(root);
            return of(TraceCase.read(root));
        } catch (InvalidInput e) {
            throw e.getMessage().startsWith(file.toString()) ? e : e.in(file.toString());
        } catch (NonFiniteGradient e) {
            throw new RunFailed(file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> of(TraceCase trace) {
        Bound bound = trace.optimizer().bind(trace.parameters());
        List<Object> parameters = new ArrayList<>();
        List<Object> states = new ArrayList<>();
        for (int step = 0; step < trace.steps(); step++) {
            try {
                bound.step(trace.gradients().at(step, trace.parameters()));
            } catch (InvalidInput e) {
                throw e.in("step " + (step + 1));
            }
            checkFinite(trace.parameters(), step + 1);
            parameters.add(byPair(trace.parameters()));
            states.add(written(bound.state()));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("format", TraceCase.FORMAT);
        answer.put("params", parameters);
        answer.put("state", states);
        return answer;
    }

    private static void checkFinite(Tensors parameters, int step) {
        parameters.forEach((name, array) -> {
            for (double value : array.dup('c').data().asDouble()) {
                if (!Double.isFinite(value)) {
                    throw new RunFailed("parameter '" + name + "' is " + value + " after step " + step, null);
                }
            }
        });
    }

    /** The parameters as they came: a pair as {@code {up, down}} under its name. */
    private static Map<String, Object> byPair(Tensors parameters) {
        Map<String, Object> written = written(parameters);
        for (LoraPair pair : parameters.pairs()) {
            Map<String, Object> factors = new LinkedHashMap<>();
            factors.put("up", written.remove(pair.upName()));
            factors.put("down", written.remove(pair.downName()));
            written.put(pair.name(), factors);
        }
        return written;
    }

    static Map<String, Object> written(Tensors tensors) {
        Map<String, Object> written = new LinkedHashMap<>();
        tensors.forEach((name, array) -> written.put(name, NestedArray.write(array)));
        return written;
    }

    private static Map<String, Object> written(State state) {
        Map<String, Object> written = written(state.arrays());
        written.putAll(state.scalars());
        return written;
    }
}
