package org.gradus.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.gradus.optim.option.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the text on extending says: a jar outside the repository adds an optimizer, problems and an experiment. */
class ExtensionTest {
    private static final Path TEXT = Path.of(System.getProperty("gradus.root"), "docs/extending.md");
    private static final String SERVICE = "META-INF/services/" + Extension.class.getName();

    @TempDir
    private Path folder;

    @Test
    void theExtensionOfTheTextIsListedDescribedRunAndInTheSchema() throws Exception {
        Path jar = jar("mine.jar", snippet("java"), Map.of(SERVICE, "mine.Mine\n", "specs/valley.yaml", snippet("yaml")));
        Launcher gradus = Launcher.in(folder.resolve("home"));
        Map<String, String> with = Map.of("GRADUS_CLASSPATH", jar.toString());

        Cli list = gradus.run(with, "list");
        assertEquals("", list.err());
        for (String name : List.of("sign-of-momentum", "rosenbrock", "two-camps", "valley")) {
            assertTrue(list.out().contains("\n  " + name + " "), name + " is not in\n" + list.out());
        }
        assertFalse(gradus.run(Map.of(), "list").out().contains("rosenbrock"), "without the jar");

        Cli description = gradus.run(with, "describe", "sign-of-momentum");
        assertTrue(description.out().contains("beta (number, default 0.9): decay of the average, in [0, 1)"), description.toString());
        assertTrue(description.out().contains("formula"), description.out());

        Cli run = gradus.run(with, "run", "valley", "--quiet");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("\nsign "), run.out());
        assertTrue(Files.exists(gradus.home().resolve("runs/valley")));

        Path spec = Files.writeString(folder.resolve("camps.yaml"), """
                simulation: {problem: {type: two-camps, clients: 6}, rounds: 5, localSteps: 2}
                algorithms:
                  mine: {inner: [{type: clip-norm, maxNorm: 1}, {type: sign-of-momentum, lr: 0.1}], outer: sign-of-momentum(beta=0.5)}
                seeds: [1]
                """);
        Cli camps = gradus.run(with, "run", spec.toString(), "--quiet");
        assertEquals(0, camps.code(), camps.err());
        Cli wrong = gradus.run(with, "run", spec.toString(), "--set", "simulation.problem.type=two-camp");
        assertEquals("gradus: --set simulation.problem.type=two-camp: simulation: problem: unknown federated problem 'two-camp';"
                + " did you mean 'two-camps'?\n", wrong.err());

        String schema = gradus.run(with, "schema").out();
        assertTrue(schema.contains("\"optimizer.sign-of-momentum\"") && schema.contains("\"federated-problem.two-camps\""));
    }

    @Test
    void aBrokenExtensionIsOneLine() throws Exception {
        Launcher gradus = Launcher.in(folder.resolve("home"));
        Path missing = jar("missing.jar", null, Map.of(SERVICE, "mine.Nobody\n"));
        assertComplaint(gradus.run(Map.of("GRADUS_CLASSPATH", missing.toString()), "list"), "mine.Nobody");
        Path taken = jar("taken.jar", one("@Entry(type = \"adam\", about = \"a name that is taken\") public record Mine2() implements"
                + " org.gradus.optim.Rule { public org.gradus.optim.program.Expr direction(org.gradus.optim.program.Trace t)"
                + " { return t.gradient(); } }"), Map.of(SERVICE, "mine.Mine\n"));
        assertComplaint(gradus.run(Map.of("GRADUS_CLASSPATH", taken.toString()), "list"),
                "two records are the optimizer 'adam': org.gradus.optim.rule.Adam and mine.Mine$Mine2");
        Path stray = jar("stray.jar", one("@Entry(type = \"stray\", about = \"of no kind\") public record Mine2() {}"),
                Map.of(SERVICE, "mine.Mine\n"));
        assertComplaint(gradus.run(Map.of("GRADUS_CLASSPATH", stray.toString()), "run", "quickstart"), "mine.Mine$Mine2 is of no kind");
        Path spec = jar("spec.jar", null, Map.of("specs/quickstart.yaml", "about: taken\n"));
        assertComplaint(gradus.run(Map.of("GRADUS_CLASSPATH", spec.toString()), "run", "quickstart"), "two specs are called 'quickstart'");
        assertComplaint(gradus.run(Map.of("GRADUS_CLASSPATH", "nowhere.jar"), "list"), "GRADUS_CLASSPATH names nowhere.jar");
        assertFalse(Files.exists(gradus.home().resolve("runs")));
    }

    private static void assertComplaint(Cli answer, String expected) {
        assertEquals(1, answer.code(), answer.toString());
        assertEquals("", answer.out());
        assertEquals(1, answer.err().lines().count(), answer.err());
        assertTrue(answer.err().startsWith("gradus: ") && answer.err().contains(expected), answer.err());
    }

    private static String one(String record) {
        return "package mine; import org.gradus.optim.option.*; public final class Mine implements Extension {"
                + " public java.util.List<Class<? extends Record>> entries() { return java.util.List.of(Mine2.class); } " + record + " }";
    }

    private static String snippet(String language) throws IOException {
        Matcher m = Pattern.compile("<!-- extending: .*?-->\n```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(TEXT));
        assertTrue(m.find(), language);
        return m.group(1);
    }

    /** @param source of the class mine.Mine; null: none */
    private Path jar(String name, String source, Map<String, String> resources) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        if (source != null) {
            Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
            Path file = Files.writeString(classes.resolve("Mine.java"), source);
            List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"),
                    file.toString()));
            assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)));
            try (Stream<Path> found = Files.list(classes.resolve("mine"))) {
                for (Path c : found.toList()) entries.put("mine/" + c.getFileName(), Files.readAllBytes(c));
            }
        }
        resources.forEach((path, text) -> {
            // As the jar tool and Maven do, folders have entries of their own.
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                entries.put(path.substring(0, slash + 1), new byte[0]);
            }
            entries.put(path, text.getBytes(StandardCharsets.UTF_8));
        });
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out)) {
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                zip.putNextEntry(new JarEntry(e.getKey()));
                zip.write(e.getValue());
                zip.closeEntry();
            }
        }
        return jar;
    }
}
