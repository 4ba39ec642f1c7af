package org.gradus.experiments.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.compare.ComparisonNotes;
import org.gradus.experiments.compare.ComparisonTables;
import org.gradus.experiments.compare.Comparisons;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.experiment.Experiment;
import org.gradus.experiments.figure.Drawn;
import org.gradus.experiments.page.Page;
import org.gradus.experiments.result.Measure;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.result.RunResult;
import org.gradus.experiments.result.StudyResult;
import org.gradus.experiments.run.RunFolder;
import org.gradus.experiments.table.ResultTables;
import org.gradus.experiments.table.Table;
import org.gradus.optim.io.AtomicFile;

/** {@code report.html}: everything about an experiment on one page that needs nothing beside it. */
public final class Report {
    /** Figures of a study that are open at first, of one experiment and of each of several; the others unfold. */
    private static final int OPEN_FIGURES = 2;
    private static final int OPEN_FIGURES_OF_SEVERAL = 1;
    private static final int MOST_REASONS = 20;

    private static final String STYLE = """
            figure svg { background: #fff; border-radius: 4px; } figure { margin: 1rem 0; }
            th button { all: unset; cursor: pointer; } th button:focus-visible { outline: 2px solid; }
            th[aria-sort=ascending] button::after { content: " \\2191"; }
            th[aria-sort=descending] button::after { content: " \\2193"; }
            td { font-variant-numeric: tabular-nums; } details { margin: .5rem 0; } summary { cursor: pointer; }
            code { font-size: .85rem; }
            """;

    /** Numbers by their size, text by the alphabet; what has no number stands last. */
    private static final String SORT = """
            <script>
            document.querySelectorAll("table.sortable th").forEach((th, column) => th.firstChild.onclick = () => {
              const table = th.closest("table"), up = th.getAttribute("aria-sort") !== "ascending";
              const place = [...th.parentNode.children].indexOf(th);
              const key = row => { const cell = row.children[place];
                return "number" in cell.dataset ? parseFloat(cell.dataset.number) : NaN; };
              const text = row => row.children[place].textContent;
              const order = (a, b) => isNaN(key(a)) && isNaN(key(b)) ? text(a).localeCompare(text(b))
                : isNaN(key(a)) ? 2 : isNaN(key(b)) ? -2 : key(a) - key(b);
              [...table.tBodies[0].rows].sort((a, b) => { const o = order(a, b);
                return Math.abs(o) === 2 && isNaN(key(a)) !== isNaN(key(b)) ? o : up ? o : -o; })
                .forEach(row => table.tBodies[0].append(row));
              table.querySelectorAll("th").forEach(other => other.removeAttribute("aria-sort"));
              th.setAttribute("aria-sort", up ? "ascending" : "descending");
            });
            </script>
            """;

    private final Page page;
    private final int open;

    private Report(String title, int open) {
        this.page = new Page(title, STYLE);
        this.open = open;
    }

    /**
     * Writes the page into the experiment's folder.
     *
     * @param figures of every part
     */
    public static Path write(Experiment experiment, List<List<Drawn>> figures) {
        boolean several = experiment.parts().size() > 1;
        Report report = new Report(experiment.name(), several ? OPEN_FIGURES_OF_SEVERAL : OPEN_FIGURES);
        report.page.html("<h1>").text(experiment.name()).html("</h1>\n");
        report.about(experiment.about());
        for (int i = 0; i < experiment.parts().size(); i++) {
            Results part = experiment.parts().get(i);
            if (several) report.page.html("<section><h2>").text(part.name()).html("</h2>\n");
            if (several) report.about(part.about());
            report.part(part, figures.get(i));
            if (several) report.page.html("</section>\n");
        }
        report.repeat(experiment);
        Path file = experiment.folder().resolve("report.html");
        AtomicFile.write(file, report.page.html(SORT).end());
        return file;
    }

    private void about(String about) {
        about.lines().forEach(line -> page.html("<p>").text(line).html("</p>\n"));
    }

    private void part(Results results, List<Drawn> figures) {
        page.html("<p class=\"faint\">").text(results.finished() + " runs, seeds " + seeds(results.seeds())
                + (results.missing() > 0 ? "; " + results.missing() + " runs are not finished and left out" : "")).html("</p>\n");
        List<Table> tables = ResultTables.of(results);
        for (int i = 0; i < tables.size(); i++) {
            StudyResult study = results.studies().get(i);
            if (!study.name().isEmpty()) page.html("<h3>").text(study.name()).html("</h3>\n");
            table(tables.get(i));
            figures(figures.stream().filter(f -> f.study().equals(study.name())).toList());
        }
        comparison(Comparisons.of(results));
        diverged(results);
        details("the spec, every option resolved", read(new RunFolder(results.folder()).resolvedSpec()));
        environment(results);
    }

    private static String seeds(List<Long> seeds) {
        boolean run = seeds.size() > 2 && seeds.get(seeds.size() - 1) - seeds.get(0) == seeds.size() - 1;
        return run ? seeds.get(0) + " to " + seeds.get(seeds.size() - 1)
                : String.join(", ", seeds.stream().map(String::valueOf).toList());
    }

    private void comparison(Comparisons comparisons) {
        if (comparisons.all().isEmpty()) return;
        page.html("<details><summary>who is better</summary>\n");
        for (Table table : ComparisonTables.of(comparisons)) {
            if (!table.title().isEmpty()) page.html("<h3>").text(table.title()).html("</h3>\n");
            table(table);
        }
        ComparisonNotes.of(comparisons).forEach(note -> page.html("<p class=\"faint\">").text(note).html("</p>\n"));
        page.html("</details>\n");
    }

    private void table(Table table) {
        page.html("<div class=\"scroll\"><table class=\"sortable\"><thead><tr>");
        table.heading().forEach(h -> page.html("<th><button>").text(h).html("</button></th>"));
        page.html("</tr></thead><tbody>\n");
        for (List<Table.Cell> row : table.rows()) {
            page.html("<tr>");
            for (Table.Cell cell : row) {
                page.html(Double.isNaN(cell.number()) ? "<td>" : "<td data-number=\"" + cell.number() + "\">").text(cell.text())
                        .html("</td>");
            }
            page.html("</tr>\n");
        }
        page.html("</tbody></table></div>\n");
    }

    private void figures(List<Drawn> figures) {
        for (int i = 0; i < figures.size(); i++) {
            if (i == open) page.html("<details><summary>more figures (" + (figures.size() - i) + ")</summary>\n");
            page.html("<figure>").html(svg(figures.get(i).svg())).html("<figcaption>").text(figures.get(i).title())
                    .html("</figcaption></figure>\n");
        }
        if (figures.size() > open) page.html("</details>\n");
    }

    /** Without the prolog, which only a file has. */
    private static String svg(Path file) {
        String text = read(file);
        return text.substring(text.indexOf("<svg"));
    }

    private void diverged(Results results) {
        List<RunResult> runs = results.studies().stream().flatMap(StudyResult::runs)
                .filter(run -> run.diverged() && !run.reason().isEmpty()).toList();
        if (runs.isEmpty()) return;
        page.html("<details><summary>why runs diverged</summary><ul>\n");
        runs.stream().limit(MOST_REASONS).forEach(run -> page.html("<li>").text(run.label() + ", seed " + run.seed() + ": "
                + run.reason()).html("</li>\n"));
        if (runs.size() > MOST_REASONS) page.html("<li>and " + (runs.size() - MOST_REASONS) + " more</li>\n");
        page.html("</ul></details>\n");
    }

    private void details(String summary, String text) {
        page.html("<details><summary>").text(summary).html("</summary><pre>").text(text).html("</pre></details>\n");
    }

    private void environment(Results results) {
        Path file = new RunFolder(results.folder()).environment();
        Map<?, ?> environment = Json.read(read(file), Map.class, file.toString());
        page.html("<details><summary>what it ran on</summary><table>\n");
        environment.forEach((name, value) -> page.html("<tr><td>").text(Measure.words(String.valueOf(name))).html("</td><td>")
                .text(String.valueOf(value)).html("</td></tr>\n"));
        page.html("</table></details>\n");
    }

    private void repeat(Experiment experiment) {
        Path folder = experiment.folder();
        Path out = folder.toAbsolutePath().getParent().getParent();
        Path shown = folder.isAbsolute() || folder.getNameCount() < 3 ? out : folder.getParent().getParent();
        page.html("<section><h2>To repeat it</h2>\n<p><code>").text("./gradus run " + folder.resolve("resolved.yaml")
                + " --out " + shown).html("</code></p>\n<p class=\"faint\">What is finished is not repeated: delete the folder,"
                + " or name another one with --out, to run it again. Results are the same bits on the same system, times are"
                + " not.</p>\n</section>\n");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
