package org.gradus.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.experiment.Experiment;
import org.gradus.experiments.experiment.Experiments;
import org.gradus.experiments.figure.Figures;
import org.gradus.experiments.run.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final String SPEC = """
            about: gradient descent & Adam, a<b
            problem: {type: quadratic, dimension: 3, condition: 10}
            optimizers: {gd: {type: sgd, lr: 1}, adam: {type: adam, lr: 0.1}, wild: {type: sgd, lr: 1e30}, still: {type: sgd, lr: 0}}
            seeds: [3, 4]
            budget: {steps: 30}
            target: 1e-3
            """;

    @TempDir
    private static Path folder;
    private static Experiment experiment;
    private static Path page;

    @BeforeAll
    static void write() {
        experiment = new Experiments(folder.resolve("out"), 2, Progress::silent, r -> {})
                .run(Yaml.parse(SPEC.getBytes(StandardCharsets.UTF_8), "bowl.yaml"), "bowl", List.of());
        page = Report.write(experiment, List.of(Figures.draw(experiment.parts().get(0))));
    }

    @Test
    void thePageNeedsNothingBesideItAndHasEverything() throws IOException {
        String html = Files.readString(page);
        assertEquals(experiment.folder().resolve("report.html"), page);
        for (String outside : List.of("src=", "<link", "@import", "url(http", "href=\"http", "xlink:href=\"http")) {
            assertFalse(html.contains(outside), outside);
        }
        assertTrue(html.contains("<p>gradient descent &amp; Adam, a&lt;b</p>"));
        assertTrue(html.contains("seeds 3, 4"));
        assertTrue(html.contains("2, 2 diverged") && html.contains("not reached"));
        assertTrue(html.contains("./gradus run " + experiment.folder().resolve("resolved.yaml")));
        assertTrue(html.contains("steps: 30") && html.contains("<td>processors</td>"), "spec and environment");
        long svgs = Pattern.compile("<svg[^>]*role=\"img\"").matcher(html).results().count();
        try (Stream<Path> figures = Files.walk(experiment.folder().resolve("figures"))) {
            assertEquals(figures.filter(f -> f.toString().endsWith(".svg")).count(), svgs, "every figure is inside");
        }
    }

    /** A browser loads the page without an error, and a click on a heading sorts by numbers, then the other way. */
    @Test
    void aBrowserSortsTheTable() throws Exception {
        String chromium = Stream.of("chromium", "chromium-browser", "google-chrome").map(ReportTest::onPath)
                .filter(f -> f != null).findFirst().orElse(null);
        assumeTrue(chromium != null, "no Chromium here");
        assertEquals(List.of("gd", "adam", "wild", "still"), sorted(chromium, ""));
        String byLoss = "document.querySelectorAll('th button')[1].click();";
        List<String> up = sorted(chromium, byLoss);
        assertEquals(List.of("still", "wild"), up.subList(2, 4), "diverged is larger than everything");
        List<String> down = new ArrayList<>(sorted(chromium, byLoss + byLoss));
        assertEquals("wild", down.get(0));
        assertEquals(List.of("adam", "gd", "still", "wild"), sorted(chromium, "document.querySelectorAll('th button')[0].click();"));
    }

    /** The first column after a script has run on the page. */
    private static List<String> sorted(String chromium, String script) throws Exception {
        Path scripted = folder.resolve("scripted.html");
        Files.writeString(scripted, Files.readString(page).replace("</body>", "<script>" + script + "</script></body>"));
        Path dom = folder.resolve("dom.html");
        Path log = folder.resolve("chromium.log");
        Process process = new ProcessBuilder(chromium, "--headless", "--no-sandbox", "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"), "--enable-logging=stderr", "--v=0", "--dump-dom",
                scripted.toUri().toString()).redirectOutput(dom.toFile()).redirectError(log.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the browser ends");
        assertFalse(Files.readString(log).contains("CONSOLE"), () -> read(log));
        String table = Files.readString(dom).replaceAll("(?s).*?<tbody>(.*?)</tbody>.*", "$1");
        List<String> first = new ArrayList<>();
        Matcher rows = Pattern.compile("<tr><td[^>]*>([^<]*)").matcher(table);
        while (rows.find()) first.add(rows.group(1));
        return first;
    }

    private static String onPath(String program) {
        for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, program))) return Path.of(place, program).toString();
        }
        return null;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
