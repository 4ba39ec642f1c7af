package org.gradus.optim.dl4j;

import static org.gradus.optim.Fixture.array;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gradus.optim.lora.PeftAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** README's drop-in section, as it stands there, compiles and does what the text says. */
class DropInTest {
    private static final String IMPORTS = """
            import java.io.File;
            import java.nio.file.Path;
            import java.util.Map;
            import org.deeplearning4j.nn.conf.*;
            import org.deeplearning4j.nn.conf.layers.*;
            import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
            import org.deeplearning4j.util.ModelSerializer;
            import org.gradus.optim.*;
            import org.gradus.optim.dl4j.*;
            import org.gradus.optim.lora.*;
            import org.gradus.optim.rule.*;
            import org.gradus.optim.samediff.SameDiffTrainer;
            import org.gradus.optim.schedule.Schedule;
            import org.nd4j.autodiff.samediff.SameDiff;
            import org.nd4j.linalg.activations.Activation;
            import org.nd4j.linalg.api.ndarray.INDArray;
            import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
            """;

    @TempDir
    private Path folder;

    @Test
    void theUpdaterStandsInAConfiguration() throws Exception {
        MultiLayerNetwork network = (MultiLayerNetwork) run("Updater", "MultiLayerNetwork",
                "DataSetIterator batches, Path file",
                snippet("GradusUpdater.of") + "return network;", Networks.iterator(Networks.batches(3)),
                folder.resolve("network.zip"));
        assertEquals(2 * network.numParams(), network.getUpdater().getStateViewArray().length());
        assertTrue(Files.size(folder.resolve("network.zip")) > 0);
    }

    @Test
    void theTrainerTakesEverything() throws Exception {
        MultiLayerNetwork network = Networks.dense();
        INDArray before = network.params().dup();
        run("Trainer", "void",
                "MultiLayerNetwork network, DataSetIterator batches, DataSetIterator test, File zip, Path state",
                snippet("Dl4jTrainer trainer = Dl4jTrainer.attach(network"), network, Networks.iterator(Networks.batches(3)),
                Networks.iterator(Networks.batches(2)), folder.resolve("network.zip").toFile(),
                folder.resolve("state.safetensors"));
        assertNotEquals(before, network.params());
        assertEquals(10, network.getEpochCount());
    }

    @Test
    void pairsAreAttachedTrainedAndWritten() throws Exception {
        MultiLayerNetwork network = Networks.dense();
        run("Pairs", "void", "MultiLayerNetwork network, DataSetIterator batches, Path folder",
                snippet("Dl4jLora lora").replace("network, 8,", "network, 2,").replace("\"hidden\", \"output\"",
                "\"layer0\", \"layer1\""), network,
                Networks.iterator(Networks.batches(3)), folder);
        assertEquals(2, PeftAdapter.read(folder).pairs().size());
        network.fit(Networks.batches(1).get(0));
    }

    @Test
    void graphsOfSameDiffTrain() throws Exception {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3);
        SDVariable y = graph.placeHolder("y", DataType.FLOAT, -1, 1);
        SDVariable w = graph.var("w", array(DataType.FLOAT, 1, 3, 1));
        SDVariable error = x.mmul(w).sub(y);
        error.mul(error).mean("loss").markAsLoss();
        INDArray before = w.getArr().dup();
        run("Graph", "void", "SameDiff graph, INDArray x, INDArray y, Path state", snippet("SameDiffTrainer"), graph,
                array(DataType.FLOAT, 2, 4, 3), array(DataType.FLOAT, 3, 4, 1), folder.resolve("state.safetensors"));
        assertNotEquals(before, graph.getVariable("w").getArr());
    }

    private Object run(String name, String returns, String parameters, String lines, Object... arguments) throws Exception {
        String source = IMPORTS + "public class " + name + " { public static " + returns + " run(" + parameters
                + ") throws Exception {\n" + lines + "} }";
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", System.getProperty("java.class.path"),
                "-d",
                folder.toString(), file.toString());
        assertEquals(0, code, "README's example must compile");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            return loader.loadClass(name).getMethods()[0].invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** From README, or from the page that is to become a section of it. */
    private static String snippet(String start) throws Exception {
        for (String page : new String[] {"README.md", "README-dropin.md"}) {
            Path file = Path.of(System.getProperty("gradus.root"), page);
            if (!Files.exists(file)) continue;
            Matcher m = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(file));
            while (m.find()) {
                if (m.group(1).contains(start)) return m.group(1);
            }
        }
        throw new AssertionError("README has no snippet with " + start);
    }
}
