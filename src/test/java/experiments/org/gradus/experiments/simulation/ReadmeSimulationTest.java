package org.gradus.experiments.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.gradus.experiments.spec.SimulationSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulations of README, in Java and in YAML, as they stand there. */
class ReadmeSimulationTest {
    private static final String IMPORTS = """
            import java.nio.file.Path;
            import java.util.List;
            import java.util.Map;
            import org.gradus.experiments.data.*;
            import org.gradus.federated.*;
            import org.gradus.federated.algorithm.*;
            import org.gradus.federated.partition.*;
            import org.gradus.federated.problem.*;
            import org.gradus.optim.problem.*;
            import org.nd4j.linalg.api.buffer.DataType;
            """;

    @TempDir
    private Path folder;

    @Test
    void fifteenLinesOfJavaAreASimulation() throws Exception {
        String lines = snippet("java", "Simulation fedadam");
        assertTrue(lines.lines().filter(line -> !line.isBlank()).count() <= 15, lines);
        String source = IMPORTS + "public class Fifteen { public static void run(Path folder) {\n" + lines
                .replace("r < 100", "r < 3").replace("System.out.println(", "String.valueOf(")
                        .replace("Path.of(\"fedadam.safetensors\")", "folder.resolve(\"fedadam.safetensors\")") + "} }";
        Path file = Files.writeString(folder.resolve("Fifteen.java"), source);
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp",
                System.getProperty("java.class.path"), "-d",
                folder.toString(), file.toString());
        assertEquals(0, code, "README's example must compile");
        new URLClassLoader(new URL[] {folder.toUri().toURL()}).loadClass("Fifteen").getMethod("run", Path.class)
                .invoke(null, folder);
        assertTrue(Files.size(folder.resolve("fedadam.safetensors")) > 1000);
    }

    @Test
    void theSpecReads() throws Exception {
        SimulationSpec spec = Specs.read(snippet("yaml", "algorithms:\n  fedadam"));
        assertEquals(3, spec.studies().get("").algorithms().size());
    }

    private static String snippet(String language, String start) throws Exception {
        Path readme = Path.of(System.getProperty("gradus.root"), "README.md");
        Matcher m = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(readme));
        while (m.find()) {
            if (m.group(1).contains(start)) return m.group(1);
        }
        throw new AssertionError("README has no snippet with " + start);
    }
}
