package org.gradus.federated;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.gradus.federated.array.ArrayState;
import org.gradus.federated.time.VirtualClock;
import org.gradus.optim.io.Safetensors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Everything of a run that evolves, as one safetensors file: models, optimizers' states, what clients keep, answers on
 * their way, clocks and counters. A run that goes on from it makes the same bits as one that was never interrupted.
 */
final class Checkpoint {
    private static final String FORMAT = "gradus-simulation-1";

    private Checkpoint() {}

    static void save(Run run, Path file) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", FORMAT);
        metadata.put("fingerprint", fingerprint(run));
        metadata.put("seed", Long.toString(run.seed));
        metadata.put("round", Long.toString(run.round));
        metadata.put("lastTime", Long.toString(run.server.lastTime()));
        metadata.put("models", Long.toString(run.models));
        put(arrays, "model", run.server.model());
        put(arrays, "sumOfModels", run.sumOfModels);
        put(arrays, "vector", run.server.vector);
        put(arrays, "clock", run.clock.write());
        for (int p = 0; p < run.server.states().length; p++) state(arrays, metadata, "outer" + p, run.server.states()[p]);
        if (run.server.inner != null) state(arrays, metadata, "inner", run.server.inner);
        int[] clients = run.store.clients();
        put(arrays, "clients", Arrays.stream(clients).asDoubleStream().toArray());
        rows(arrays, "memories", Arrays.stream(clients).mapToObj(run.store::get).toArray(double[][]::new));
        if (run.buffered() != null) inFlight(run.buffered(), arrays, metadata);
        Safetensors.write(file, Tensors.of(arrays), metadata);
    }

    private static void inFlight(BufferedRounds rounds, Map<String, INDArray> arrays, Map<String, String> metadata) {
        metadata.put("free", Integer.toString(rounds.free));
        var work = rounds.inFlight.values();
        put(arrays, "inFlight/clients", rounds.inFlight.keySet().stream().mapToDouble(m -> m).toArray());
        put(arrays, "inFlight/rounds", work.stream().mapToDouble(BufferedRounds.InFlight::round).toArray());
        put(arrays, "inFlight/bytes", work.stream().mapToDouble(BufferedRounds.InFlight::bytes).toArray());
        rows(arrays, "inFlight/deltas", work.stream().map(BufferedRounds.InFlight::delta).toArray(double[][]::new));
        boolean keeps = work.stream().anyMatch(w -> w.memory() != null);
        if (keeps) rows(arrays, "inFlight/memories", work.stream().map(BufferedRounds.InFlight::memory)
                .toArray(double[][]::new));
    }

    private static void state(Map<String, INDArray> arrays, Map<String, String> metadata, String name, ArrayState state) {
        metadata.put(name + "Steps", Long.toString(state.step()));
        put(arrays, name, state.values());
    }

    /** An array without numbers is left out. */
    private static void put(Map<String, INDArray> arrays, String name, double[] values) {
        if (values != null && values.length > 0) arrays.put(name, Nd4j.createFromArray(values));
    }

    private static void rows(Map<String, INDArray> arrays, String name, double[][] rows) {
        if (rows.length > 0 && rows[0].length > 0) arrays.put(name, Nd4j.createFromArray(rows));
    }

    /** Puts a fresh run where the saved one was. */
    static void load(Run run, Safetensors file) {
        Map<String, String> metadata = file.metadata();
        if (!fingerprint(run).equals(metadata.get("fingerprint"))) {
            throw new InvalidInput("the checkpoint is of another simulation or problem;"
                    + " resume with the options that it was made with");
        }
        Tensors arrays = file.tensors();
        run.round = number(metadata, "round");
        run.models = number(metadata, "models");
        ArrayState[] states = new ArrayState[run.server.states().length];
        for (int p = 0; p < states.length; p++) {
            states[p] = state(arrays, metadata, "outer" + p, run.server.states()[p].values().length);
        }
        run.server.restore(vector(arrays, "model", run.server.model().length), states, number(metadata, "lastTime"));
        // Rounds on a card have not summed them.
        boolean summed = run.sumOfModels != null && arrays.contains("sumOfModels");
        run.sumOfModels = summed ? vector(arrays, "sumOfModels", run.sumOfModels.length) : null;
        if (run.server.vector != null) {
            System.arraycopy(vector(arrays, "vector", run.server.vector.length), 0, run.server.vector, 0,
                    run.server.vector.length);
        }
        if (run.server.inner != null) run.server.inner = state(arrays, metadata, "inner", run.server.inner.values().length);
        run.clock = VirtualClock.read(arrays.get("clock").toDoubleVector());
        double[] clients = arrays.contains("clients") ? arrays.get("clients").toDoubleVector() : new double[0];
        double[][] memories = rows(arrays, "memories", clients.length, run.memory.length());
        for (int k = 0; k < clients.length; k++) run.store.put((int) clients[k], memories[k]);
        if (run.buffered() != null) loadInFlight(run, arrays, metadata);
    }

    private static void loadInFlight(Run run, Tensors arrays, Map<String, String> metadata) {
        run.buffered().free = (int) number(metadata, "free");
        if (!arrays.contains("inFlight/clients")) return;
        double[] clients = arrays.get("inFlight/clients").toDoubleVector();
        double[] rounds = vector(arrays, "inFlight/rounds", clients.length);
        double[] bytes = vector(arrays, "inFlight/bytes", clients.length);
        double[][] deltas = rows(arrays, "inFlight/deltas", clients.length, run.server.model().length);
        boolean keeps = arrays.contains("inFlight/memories");
        double[][] memories = keeps ? rows(arrays, "inFlight/memories", clients.length, run.memory.length()) : null;
        for (int k = 0; k < clients.length; k++) {
            run.buffered().inFlight.put((int) clients[k],
                    new BufferedRounds.InFlight((long) rounds[k], deltas[k], keeps ? memories[k] : null, (long) bytes[k]));
        }
    }

    static Safetensors read(Path file) {
        Safetensors read = Safetensors.read(file);
        if (!FORMAT.equals(read.metadata().get("format"))) {
            throw new InvalidInput(file + " is no checkpoint of a simulation: its metadata has no format " + FORMAT);
        }
        return read;
    }

    static long number(Map<String, String> metadata, String name) {
        try {
            return Long.parseLong(metadata.getOrDefault(name, ""));
        } catch (NumberFormatException e) {
            throw new InvalidInput("the checkpoint has no valid number '" + name + "' in its metadata");
        }
    }

    private static ArrayState state(Tensors arrays, Map<String, String> metadata, String name, int length) {
        return new ArrayState(length == 0 ? new double[0] : vector(arrays, name, length), number(metadata, name + "Steps"));
    }

    private static double[] vector(Tensors arrays, String name, int length) {
        double[] values = arrays.get(name).toDoubleVector();
        if (values.length != length) throw new InvalidInput("the checkpoint's '" + name + "' has " + values.length
                + " numbers instead of " + length);
        return values;
    }

    private static double[][] rows(Tensors arrays, String name, int count, int length) {
        if (count == 0) return new double[0][];
        INDArray array = arrays.get(name);
        if (array.rank() != 2 || array.rows() != count || array.columns() != length) {
            throw new InvalidInput("the checkpoint's '" + name + "' has shape " + Arrays.toString(array.shape())
                    + " instead of [" + count + ", " + length + "]");
        }
        return array.toDoubleMatrix();
    }

    /** What a run depends on beside its state: the description, the seed, and the problem's sizes. */
    private static String fingerprint(Run run) {
        String text = Options.write(run.simulation) + "; seed " + run.seed + "; " + run.problem.clients() + " clients; "
                + run.problem.layout();
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue()) + "-" + text.length();
    }
}
