package org.gradus.experiments.page;

/** One self-contained page, light or dark as the reader likes it. */
public final class Page {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1c1f23; --faint: #5c6570; --paper: #fff; --line: #d9dee3;
              --good: #00704f; --bad: #b3261e; --open: #8a5a00; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --faint: #9aa4ae; --paper: #15181c;
              --line: #353b42; --good: #4cc79a; --bad: #ff8a80; --open: #e5b567; } }
            body { margin: 0 auto; max-width: 62rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
              background: var(--paper); }
            h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.15rem; margin: 0; }
            h3 { font-size: 1rem; margin: 1rem 0 0; }
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

    private final StringBuilder html = new StringBuilder();

    /** @param style further rules */
    public Page(String title, String style) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width, initial-scale=1\"><title>").append(escaped(title))
                .append("</title>\n<style>\n").append(STYLE).append(style).append("</style></head><body>\n");
    }

    /** Adds what is HTML already. */
    public Page html(String text) {
        html.append(text);
        return this;
    }

    /** Adds plain text. */
    public Page text(String text) {
        html.append(escaped(text));
        return this;
    }

    /** The whole page. */
    public String end() {
        return html + "</body></html>\n";
    }

    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
