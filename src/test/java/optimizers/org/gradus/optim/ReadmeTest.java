package org.gradus.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLClassLoader;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.gradus.optim.lora.PeftAdapter;
import org.gradus.optim.tensor.LoraPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** README's Java, as it stands there, compiles and does what the text says. */
class ReadmeTest {
    private static final Path README = Path.of(System.getProperty("gradus.root"), "README.md");
    private static final String IMPORTS = """
            import java.util.List;
            import org.gradus.optim.*;
            import org.gradus.optim.lora.*;
            import org.gradus.optim.program.*;
            import org.gradus.optim.rule.*;
            import org.gradus.optim.schedule.*;
            import org.gradus.optim.tensor.*;
            import org.nd4j.linalg.api.ndarray.INDArray;
            """;

    @TempDir
    private Path folder;

    @Test
    void theOwnRuleIsShortAndRuns() throws Exception {
        String rule = snippet("record SignOfMomentum");
        assertTrue(rule.lines().count() <= 15, "the example is to fit in 15 lines");
        Class<?> compiled = compile("OwnRule", "public class OwnRule { public static Rule make() {"
                + " return new SignOfMomentum(0.5, 0.75); }\n" + rule.replace("record ", "public record ") + "}");
        Rule own = (Rule) compiled.getMethod("make").invoke(null);
        INDArray w = Nd4j.zeros(DataType.DOUBLE, 3);
        Bound bound = own.bind(org.gradus.optim.tensor.Tensors.of("w", w));
        bound.step(org.gradus.optim.tensor.Tensors.of("w", Nd4j.createFromArray(1.0, -2.0, 0.0)));
        // The momentum is (0.25, -0.5, 0) and then (-0.0625, -0.375, 0.25).
        bound.step(org.gradus.optim.tensor.Tensors.of("w", Nd4j.createFromArray(-1.0, 0.0, 1.0)));
        assertEquals(Nd4j.createFromArray(0.0, 1.0, -0.5), w);
    }

    @Test
    void theThreeLinesStep() throws Exception {
        String lines = snippet("Bound bound = AdamW");
        assertEquals(3, lines.strip().lines().count());
        Class<?> compiled = compile("Loop", "public class Loop { public static void run(INDArray w, INDArray b,"
                + " INDArray gradientOfW, INDArray gradientOfB) {\n" + lines + "} }");
        INDArray w = Nd4j.zeros(DataType.FLOAT, 2, 2);
        INDArray b = Nd4j.zeros(DataType.FLOAT, 2);
        compiled.getMethod("run", INDArray.class, INDArray.class, INDArray.class, INDArray.class)
                .invoke(null, w, b, Nd4j.ones(DataType.FLOAT, 2, 2), Nd4j.ones(DataType.FLOAT, 2));
        assertEquals(-1e-3, w.getDouble(0), 1e-8);
        assertEquals(-1e-3, b.getDouble(1), 1e-8);
    }

    @Test
    void theCompositionCompiles() throws Exception {
        compile("Composed", "public class Composed {\n" + snippet("Optimizer optimizer = Chain.of") + "}");
    }

    @Test
    void theLoraExampleTrainsAndIsWritten() throws Exception {
        String lines = snippet("LoraPair q =");
        assertTrue(lines.strip().lines().count() <= 15, "the example is to fit in 15 lines");
        Class<?> compiled = compile("Lora", "public class Lora { public static void run(INDArray up, INDArray down, INDArray head,"
                + " INDArray gradientOfHead, java.util.function.UnaryOperator<INDArray> lossGradient, java.nio.file.Path folder) {\n"
                + lines + "} }");
        INDArray target = Nd4j.ones(DataType.DOUBLE, 6, 5);
        INDArray up = Nd4j.zeros(DataType.DOUBLE, 6, 2);
        INDArray down = Nd4j.linspace(DataType.DOUBLE, -1, 0.25, 10).reshape(2, 5);
        Path adapter = folder.resolve("adapter");
        compiled.getMethod("run", INDArray.class, INDArray.class, INDArray.class, INDArray.class, UnaryOperator.class, Path.class)
                .invoke(null, up, down, Nd4j.zeros(DataType.DOUBLE, 3), Nd4j.zeros(DataType.DOUBLE, 3),
                        (UnaryOperator<INDArray>) product -> product.sub(target), adapter);
        LoraPair read = PeftAdapter.read(adapter).pairs().get(0);
        assertEquals(2, read.scale());
        assertTrue(read.product().castTo(DataType.DOUBLE).distance2(target) < 0.01 * target.norm2Number().doubleValue());
    }

    private static String snippet(String start) throws Exception {
        Matcher m = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        while (m.find()) {
            if (m.group(1).contains(start)) return m.group(1);
        }
        throw new AssertionError("README has no snippet with " + start);
    }

    private Class<?> compile(String name, String source) throws Exception {
        Path file = Files.writeString(folder.resolve(name + ".java"), IMPORTS + source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int code = compiler.run(null, null, null, "-cp", System.getProperty("java.class.path"), "-d", folder.toString(),
                file.toString());
        assertEquals(0, code, "README's example must compile");
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}).loadClass(name);
    }
}
