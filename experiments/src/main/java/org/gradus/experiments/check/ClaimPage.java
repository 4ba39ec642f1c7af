package org.gradus.experiments.check;

import java.util.List;
import java.util.Locale;
import org.gradus.experiments.page.Page;
import org.gradus.theory.About;
import org.gradus.theory.Comparison;
import org.gradus.theory.Result;
import org.gradus.theory.Verdict;

/** The report as one page without links to anything outside it: a table of all claims, then a section each. */
final class ClaimPage {
    private static final int COMPARISONS = 20;

    private ClaimPage() {}

    static String html(List<ClaimReport.Section> sections, String subtitle) {
        StringBuilder page = new StringBuilder("<h1>Claims, looked at by numbers</h1>\n");
        page.append("<p class=\"faint\">").append(Page.escaped(subtitle))
                .append("</p>\n<p>Each claim is an inequality that was evaluated on drawn instances. <em>Not"
                + " falsified</em> says that no draw violated it, no more. Each <em>control</em> is a false claim sent"
                + " through the same check, which must catch it. The <em>tightest</em> ratio is left side over right"
                + " side: 1 is the edge, which chance can carry a sample past.</p>\n");
        page.append("<div class=\"scroll\"><table><tr><th>claim<th"
                + " class=\"wide\">title<th>verdict<th>tightest<th>control</tr>\n");
        for (ClaimReport.Section s : sections) {
            Result r = s.result();
            String id = Page.escaped(r.about().id());
            page.append("<tr><td class=\"id\"><a href=\"#").append(id).append("\">").append(id)
                    .append("</a><td class=\"wide\">").append(Page.escaped(r.about().title()))
                    .append("<td>").append(verdict(r)).append("<td>").append(ClaimTable.tightest(r)).append("<td>")
                    .append(control(r)).append("</tr>\n");
        }
        page.append("</table></div>\n");
        sections.forEach(s -> section(page, s));
        return new Page("Claims checked by Gradus", "").html(page.toString()).end();
    }

    private static void section(StringBuilder page, ClaimReport.Section s) {
        Result r = s.result();
        About about = r.about();
        page.append("<section id=\"").append(Page.escaped(about.id())).append("\"><h2>").append(Page.escaped(about.title()))
                .append(" <span class=\"id faint\">").append(Page.escaped(about.id())).append("</span></h2>\n<p>")
                .append(Page.escaped(about.statement()))
                .append("</p>\n<div class=\"columns\"><dl>\n");
        entry(page, "verdict", verdict(r));
        entry(page, "assumptions", "<ul>"
                + String.join("", about.assumptions().stream().map(a -> "<li>" + Page.escaped(a)).toList()) + "</ul>");
        entry(page, "source", Page.escaped(about.source()) + " (" + about.provenance() + ")");
        entry(page, "draws", String.format(Locale.ROOT, "%d in %.1f s", r.draws(), r.seconds()));
        entry(page, "tightest ratio", ClaimTable.tightest(r)
                + (r.tightestName().isEmpty() ? "" : ": " + Page.escaped(r.tightestName())));
        entry(page, "control", Page.escaped(r.controlAbout()) + ": " + control(r));
        r.counterexample().ifPresent(c -> entry(page, "counterexample: seed " + c.seed() + ", size " + c.size(), "<pre>"
                + comparisons(c) + "</pre>"));
        page.append("</dl>\n<figure>").append(ClaimReport.svg(s.figure())).append("<figcaption>")
                .append(Page.escaped(s.figure().caption()))
                .append("</figcaption></figure></div></section>\n");
    }

    private static void entry(StringBuilder page, String term, String description) {
        page.append("<dt>").append(term).append("<dd>").append(description).append('\n');
    }

    private static String comparisons(Result.Counterexample c) {
        return Page.escaped(String.join("\n", c.evidence().comparisons().stream().limit(COMPARISONS).map(ClaimPage::line)
                .toList()));
    }

    private static String line(Comparison c) {
        return c.name() + ": left " + c.left() + ", right " + c.right();
    }

    private static String verdict(Result r) {
        String look = r.verdict() == Verdict.NOT_FALSIFIED ? "good" : r.verdict() == Verdict.FALSIFIED ? "bad" : "open";
        return "<span class=\"" + look + "\">" + Page.escaped(r.sentence()) + "</span>";
    }

    private static String control(Result r) {
        return "<span class=\"" + (r.controlCaught() ? "good" : "bad") + "\">" + Page.escaped(ClaimTable.control(r)) + "</span>";
    }
}
