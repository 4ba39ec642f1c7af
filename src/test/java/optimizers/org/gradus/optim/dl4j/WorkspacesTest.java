package org.gradus.optim.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.profiler.ProfilerConfig;

/** Training inside DL4J's workspaces, with ND4J watching that no array is used outside the scope it was made in. */
class WorkspacesTest {
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    static Stream<Arguments> tiers() {
        Supplier<MultiLayerNetwork> updater = () -> Networks.dense(DataType.FLOAT, GradusUpdater.of(Adam.of(0.02)));
        Supplier<MultiLayerNetwork> trainer = () -> {
            MultiLayerNetwork network = Networks.dense();
            Dl4jTrainer.attach(network, AdamW.of(0.02));
            return network;
        };
        Supplier<MultiLayerNetwork> pairs = () -> {
            MultiLayerNetwork network = Networks.dense();
            Dl4jTrainer.attach(Dl4jLora.on(network, 2, 2.0, 1, "layer0", "layer2"), LoraRite.of(0.02));
            return network;
        };
        return Stream.of(Arguments.of("updater", updater), Arguments.of("trainer", trainer), Arguments.of("pairs", pairs));
    }

    @BeforeEach
    void watch() {
        System.setErr(new PrintStream(said, true));
        Nd4j.getExecutioner().setProfilingConfig(ProfilerConfig.builder().checkWorkspaces(true).build());
    }

    @AfterEach
    void unwatch() {
        Nd4j.getExecutioner().setProfilingConfig(ProfilerConfig.builder().build());
        System.setErr(err);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tiers")
    void noLeakAndNoWarning(String tier, Supplier<MultiLayerNetwork> made) {
        MultiLayerNetwork network = made.get();
        List<DataSet> batches = Networks.batches(4);
        for (int epoch = 0; epoch < 2; epoch++) batches.forEach(network::fit);
        long after = workspaceBytes();
        for (int epoch = 0; epoch < 3; epoch++) batches.forEach(network::fit);
        assertEquals(after, workspaceBytes(), "workspaces must not grow");
        assertNull(Nd4j.getMemoryManager().getCurrentWorkspace(), "no workspace may stay open");
        assertEquals("", said.toString());
    }

    private static long workspaceBytes() {
        return Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread().stream()
                .mapToLong(MemoryWorkspace::getCurrentSize).sum();
    }
}
