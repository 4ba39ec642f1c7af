package org.gradus.experiments.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradus.experiments.document.Csv;
import org.gradus.optim.io.AtomicFile;
import org.gradus.plots.XyFigure;
import org.gradus.theory.Figure;
import org.gradus.theory.Result;

/** The folder of a report: {@code index.html}, one self-contained page; {@code claims.csv}; {@code figures/ID.csv}. */
public final class ClaimReport {
    private ClaimReport() {}

    /** A claim's result, and its figure where a report is wanted; null otherwise. */
    public record Section(Result result, Figure figure) {}

    /** Writes the report and returns the page. */
    public static Path write(Path folder, List<Section> sections, String subtitle) {
        try {
            Files.createDirectories(folder.resolve("figures"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
        for (Section s : sections) {
            AtomicFile.write(folder.resolve("figures").resolve(s.result().about().id() + ".csv"), csv(s.figure()));
        }
        AtomicFile.write(folder.resolve("claims.csv"), ClaimTable.csv(sections.stream().map(Section::result).toList()));
        Path page = folder.resolve("index.html");
        AtomicFile.write(page, ClaimPage.html(sections, subtitle));
        return page;
    }

    private static String csv(Figure figure) {
        StringBuilder csv = new StringBuilder(Csv.line(List.of("series", figure.x().label(), figure.y().label())));
        for (Figure.Series s : figure.series()) {
            for (int i = 0; i < s.x().length; i++) {
                csv.append(Csv.line(List.of(s.name(), s.x()[i], s.y()[i])));
            }
        }
        return csv.toString();
    }

    static String svg(Figure figure) {
        return new XyFigure(figure.x().label(), figure.x().log(), figure.y().label(), figure.y().log(),
                figure.series().stream()
                .map(s -> new XyFigure.Series(s.name(), XyFigure.Mark.valueOf(s.mark().name()), s.x(), s.y())).toList())
                .svg();
    }
}
