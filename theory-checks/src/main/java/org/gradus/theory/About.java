package org.gradus.theory;

import java.util.List;

/**
 * What a claim says of itself.
 *
 * @param id kebab-case, as on the command line: {@code "adam-t2"}
 * @param title a few words
 * @param statement what is claimed, in one or two sentences with its formula
 * @param source the paper by its arXiv number, or the textbook result
 * @param assumptions what must hold for the claim to apply; an instance that breaks one is outside, not a counterexample
 */
public record About(String id, String title, String statement, String source, Provenance provenance,
        List<String> assumptions) {

    public About {
        assumptions = List.copyOf(assumptions);
    }

    public About(String id, String title, String statement, String source, Provenance provenance, String... assumptions) {
        this(id, title, statement, source, provenance, List.of(assumptions));
    }
}
