package org.gradus.experiments.spec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.problem.ProblemSpec;
import org.gradus.experiments.search.Tuning;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;

/** An experiment: every optimizer on one problem, or on its variations, from every seed, within one budget. */
public record RunSpec(
        @Option(about = "names the run's folder; by default the name of the spec file") String name,
        @Option(value = " ", about = "what the experiment is about") String about,
        @Option(about = "what is minimised: {type: ..., options}") ProblemSpec problem,
        @Option(value = "none", about = "an option of the problem and the values that it takes in turn: {option: [...]}")
        Variation vary,
        @Option(about = "who takes part: {label: {type: ..., options}}, a list for a chain") Contestants optimizers,
        @Option(about = "one run each: starting point and order of the examples") List<Long> seeds,
        @Option(about = "{steps, batch, evalEvery}") Budget budget,
        @Option(value = "NaN", about = "a training loss (above the optimum where that is known) whose first time is of interest")
        double target,
        @Option(value = "record", about = "a loss or gradient that is not finite ends the run as diverged, fails, or skips the step") OnNonFinite nonFinite,
        @Option(value = "float32", about = "of parameters, gradients and optimizer state") Precision dataType,
        @Option(value = "default", about = "how optimizers are compared: {metric, baseline, test, confidence}")
        ComparisonRule compare) {
    /** What the names of runs and labels look like: they become folders. */
    public static final String FOLDER_NAME = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
    private static final int HASH_DIGITS = 12;

    public RunSpec {
        checkFolderName("name", name);
        about = about.strip();
        seeds = List.copyOf(seeds);
        Require.check(!seeds.isEmpty(), "seeds", "at least one whole number", "empty");
        Require.check(new HashSet<>(seeds).size() == seeds.size(), "seeds", "distinct", seeds);
        checkTarget(target);
        compare.baseline(List.copyOf(optimizers.byLabel().keySet()));
        try {
            vary.rounds(problem);
        } catch (InvalidInput e) {
            throw e.in("vary");
        }
    }

    /** @param defaultName the name where the document gives none */
    public static RunSpec read(Document document, String defaultName) {
        Map<String, Object> options = new LinkedHashMap<>(document.root());
        options.putIfAbsent("name", defaultName);
        // How a spec is tuned is no part of a run.
        if (options.remove(Tuning.SECTION) != null) Tuning.in(document);
        try {
            checkKeys(options.keySet());
            return Options.read(RunSpec.class, options);
        } catch (InvalidInput e) {
            throw document.complaint(e);
        }
    }

    /** The keys of every kind of spec are remedies: which kind it was to be, nobody has said yet. */
    private static void checkKeys(Set<String> keys) {
        List<String> own = Options.describe(RunSpec.class).stream().map(Options.Description::name).toList();
        List<String> known = Stream.of(own, SimulationSpec.KEYS, List.of(Tuning.SECTION, Collection.KEY))
                .flatMap(List::stream).distinct().toList();
        for (String key : keys) {
            if (!own.contains(key)) throw Names.unknown("option", key, known.contains(key) ? own : known);
        }
    }

    /** The spec as YAML with every option and its value in effect; reading it gives an equal spec. */
    public String resolved() {
        Map<String, Object> written = Options.write(this);
        if (about.isEmpty()) written.remove("about");
        if (vary.isNone()) written.remove("vary");
        if (Double.isNaN(target)) written.remove("target");
        return Yaml.text(written);
    }

    /** One for each value of the varied option; otherwise the only one. */
    public List<Round> rounds() {
        return vary.rounds(problem);
    }

    /** Names the folder: the first digits of the SHA-256 of {@link #resolved}. */
    public String hash() {
        return hash(resolved());
    }

    /** The first digits of the SHA-256 of a text: names a folder. */
    public static String hash(String resolved) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(resolved.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static void checkTarget(double target) {
        Require.check(!Double.isInfinite(target), "target", "a number", target);
    }

    /** The names of runs and optimizers become folders, and must not lead anywhere else. */
    static void checkFolderName(String what, String name) {
        Require.check(name.matches(FOLDER_NAME) && !name.equals("figures"), what,
                "up to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit, and not 'figures'",
                Names.shown(name));
    }
}
