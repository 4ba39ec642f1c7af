package org.gradus.experiments.check;

import java.util.List;
import java.util.Locale;
import org.gradus.theory.About;
import org.gradus.theory.Comparison;
import org.gradus.theory.Result;
import org.gradus.theory.Verdict;

/** The report as one page without links to anything outside it: a table of all claims, then a section each. */
final class ClaimPage {
    private static final int COMPARISONS = 20;

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1c1f23; --faint: #5c6570; --paper: #fff; --line: #d9dee3;
              --good: #00704f; --bad: #b3261e; --open: #8a5a00; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --faint: #9aa4ae; --paper: #15181c;
              --line: #353b42;
              --good: #4cc79a; --bad: #ff8a80; --open: #e5b567; } }
            body { margin: 0 auto; max-width: 62rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
              background: var(--paper); }
            h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.15rem; margin: 0; }
            .faint, figcaption, dt { color: var(--faint); } .scroll { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: .9rem; }
            th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line);
              vertical-align: top; }
            @media (max-width: 40rem) { .wide { display: none; } th, td { font-size: .8rem; }
              td.id { white-space: normal; } }
            a { color: inherit; } section { border-top: 2px solid var(--line); margin-top: 2rem; padding-top: 1rem; }
            .good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .open { color: var(--open); }
            .id { font-family: ui-monospace, monospace; white-space: nowrap; }
            .columns { display: grid; grid-template-columns: 1fr; gap: 1rem; }
            @media (min-width: 50rem) { .columns { grid-template-columns: 1fr 1fr; } }
            .columns > * { min-width: 0; } dl { margin: 0; font-size: .92rem; } dt { margin-top: .5rem;
              font-size: .8rem; } dd { margin: 0; }
            dd ul { margin: 0; padding-left: 1.1rem; } figure { margin: 0; } svg { width: 100%; height: auto;
              display: block; }
            figcaption { font-size: .85rem; } pre { white-space: pre-wrap; font-size: .8rem; }
            """;

    private ClaimPage() {}

    static String html(List<Report.Section> sections, String subtitle) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta"
                + " name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Claims checked by"
                + " Gradus</title>\n<style>\n"
                + STYLE + "</style></head><body>\n<h1>Claims, looked at by numbers</h1>\n");
        page.append("<p class=\"faint\">").append(escaped(subtitle))
                .append("</p>\n<p>Each claim is an inequality that was evaluated on drawn instances. <em>Not"
                + " falsified</em> says that no draw violated it, no more. Each <em>control</em> is a false claim sent"
                + " through the same check, which must catch it. The <em>tightest</em> ratio is left side over right"
                + " side: 1 is the edge, which chance can carry a sample past.</p>\n");
        page.append("<div class=\"scroll\"><table><tr><th>claim<th"
                + " class=\"wide\">title<th>verdict<th>tightest<th>control</tr>\n");
        for (Report.Section s : sections) {
            Result r = s.result();
            String id = escaped(r.about().id());
            page.append("<tr><td class=\"id\"><a href=\"#").append(id).append("\">").append(id)
                    .append("</a><td class=\"wide\">").append(escaped(r.about().title()))
                    .append("<td>").append(verdict(r)).append("<td>").append(ClaimTable.tightest(r)).append("<td>")
                    .append(control(r)).append("</tr>\n");
        }
        page.append("</table></div>\n");
        sections.forEach(s -> section(page, s));
        return page.append("</body></html>\n").toString();
    }

    private static void section(StringBuilder page, Report.Section s) {
        Result r = s.result();
        About about = r.about();
        page.append("<section id=\"").append(escaped(about.id())).append("\"><h2>").append(escaped(about.title()))
                .append(" <span class=\"id faint\">").append(escaped(about.id())).append("</span></h2>\n<p>")
                .append(escaped(about.statement()))
                .append("</p>\n<div class=\"columns\"><dl>\n");
        entry(page, "verdict", verdict(r));
        entry(page, "assumptions", "<ul>"
                + String.join("", about.assumptions().stream().map(a -> "<li>" + escaped(a)).toList()) + "</ul>");
        entry(page, "source", escaped(about.source()) + " (" + about.provenance() + ")");
        entry(page, "draws", String.format(Locale.ROOT, "%d in %.1f s", r.draws(), r.seconds()));
        entry(page, "tightest ratio", ClaimTable.tightest(r)
                + (r.tightestName().isEmpty() ? "" : ": " + escaped(r.tightestName())));
        entry(page, "control", escaped(r.controlAbout()) + ": " + control(r));
        r.counterexample().ifPresent(c -> entry(page, "counterexample: seed " + c.seed() + ", size " + c.size(), "<pre>"
                + comparisons(c) + "</pre>"));
        page.append("</dl>\n<figure>").append(Report.svg(s.figure())).append("<figcaption>")
                .append(escaped(s.figure().caption()))
                .append("</figcaption></figure></div></section>\n");
    }

    private static void entry(StringBuilder page, String term, String description) {
        page.append("<dt>").append(term).append("<dd>").append(description).append('\n');
    }

    private static String comparisons(Result.Counterexample c) {
        return escaped(String.join("\n", c.evidence().comparisons().stream().limit(COMPARISONS).map(ClaimPage::line)
                .toList()));
    }

    private static String line(Comparison c) {
        return c.name() + ": left " + c.left() + ", right " + c.right();
    }

    private static String verdict(Result r) {
        String look = r.verdict() == Verdict.NOT_FALSIFIED ? "good" : r.verdict() == Verdict.FALSIFIED ? "bad" : "open";
        return "<span class=\"" + look + "\">" + escaped(r.sentence()) + "</span>";
    }

    private static String control(Result r) {
        return "<span class=\"" + (r.controlCaught() ? "good" : "bad") + "\">" + escaped(ClaimTable.control(r)) + "</span>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
