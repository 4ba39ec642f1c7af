package org.gradus.federated;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.federated.array.ArrayState;
import org.gradus.federated.array.Layout;
import org.gradus.federated.array.Slots;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a server keeps beside its model, by name: the outer optimizer's state ({@code adam/mu/x}; with fragments
 * {@code 0/adam/mu/model}), averaged state of the clients' optimizers ({@code inner/...}), and {@code controlVariate/x} or
 * {@code momentum/x}.
 */
public record ServerState(Tensors arrays) {
    static ServerState of(Run run) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        Server server = run.server;
        Layout layout = run.problem.layout();
        int parts = server.bounds().length - 1;
        for (int p = 0; p < parts; p++) {
            Layout own = parts == 1 ? layout : layout.part(server.bounds()[p], server.bounds()[p + 1]);
            add(arrays, parts == 1 ? "" : p + "/", server.slots(p), own, server.states()[p]);
        }
        if (server.inner != null) add(arrays, "inner/", server.innerSlots(), layout, server.inner);
        if (server.vector != null) {
            String name = run.simulation.correction() instanceof Correction.ControlVariates ? "controlVariate/"
                    : "momentum/";
            layout.tensors(server.vector).forEach((tensor, array) -> arrays.put(name + tensor, array));
        }
        return new ServerState(Tensors.of(arrays));
    }

    private static void add(Map<String, INDArray> arrays, String prefix, Slots slots, Layout layout, ArrayState state) {
        slots.arrays(state, layout).forEach((name, array) -> arrays.put(prefix + name, array));
    }
}
