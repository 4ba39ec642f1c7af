package org.gradus.experiments.spec;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.search.Tuning;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;

/**
 * An experiment with simulated clients: one study, or several by name, from every seed.
 *
 * @param studies by name; the name of a single one is empty
 * @param target  a training loss (above the optimum where that is known) whose first time is of interest; NaN: none
 */
public record SimulationSpec(String name, String about, Map<String, Study> studies, List<Long> seeds,
        double target, ComparisonRule compare) {
    private static final List<String> OF_A_STUDY = List.of("simulation", "algorithms", "vary");
    static final List<String> KEYS = List.of("name", "about", "simulation", "algorithms", "vary", "studies",
            "seeds", "target", "compare");

    /** The part that is the same as in every spec. */
    public record Head(
            @Option(about = "names the run's folder; by default the name of the spec file") String name,
            @Option(value = " ", about = "what the experiment is about") String about,
            @Option(about = "one run each: starting point, cohorts, batches, noise") List<Long> seeds,
            @Option(value = "NaN", about = "a training loss (above the optimum where that is known) whose first time is of interest")
            double target,
            @Option(value = "default", about = "how algorithms are compared: {metric, baseline, test, confidence}")
            ComparisonRule compare) {
        public Head {
            RunSpec.checkFolderName("name", name);
            about = about.strip();
            Require.check(!seeds.isEmpty(), "seeds", "at least one whole number", "empty");
            Require.check(new HashSet<>(seeds).size() == seeds.size(), "seeds", "distinct", seeds);
            RunSpec.checkTarget(target);
        }
    }

    /** Whether a document is such an experiment. */
    public static boolean is(Document document) {
        return Stream.of("simulation", "studies", "algorithms").anyMatch(document.root()::containsKey);
    }

    /** @param defaultName the name where the document gives none */
    public static SimulationSpec read(Document document, String defaultName) {
        Map<String, Object> root = new LinkedHashMap<>(document.root());
        root.putIfAbsent("name", defaultName);
        // How a spec is tuned is no part of a run.
        if (root.remove(Tuning.SECTION) != null) Tuning.in(document);
        try {
            for (String key : root.keySet()) {
                if (!KEYS.contains(key)) throw Names.unknown("key", key, KEYS);
            }
            Map<String, Study> studies = studies(root);
            root.keySet().removeAll(OF_A_STUDY);
            root.remove("studies");
            Head head = Options.read(Head.class, root);
            studies.values().forEach(study -> head.compare().baseline(List.copyOf(study.algorithms().keySet())));
            return new SimulationSpec(head.name(), head.about(), studies, List.copyOf(head.seeds()),
                    head.target(), head.compare());
        } catch (InvalidInput e) {
            throw document.complaint(e);
        }
    }

    private static Map<String, Study> studies(Map<String, Object> root) {
        Map<String, Object> single = new LinkedHashMap<>(root);
        single.keySet().retainAll(OF_A_STUDY);
        Map<String, Study> studies = new LinkedHashMap<>();
        if (!root.containsKey("studies")) {
            studies.put("", Study.read(single));
            return studies;
        }
        if (!single.isEmpty()) throw new InvalidInput("studies: either studies by name, or one with its keys at the top");
        if (!(root.get("studies") instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new InvalidInput("studies must be {name: {simulation: ..., algorithms: ...}}, but is "
                    + Names.shown(root.get("studies")));
        }
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            try {
                checkLabel("the name of a study", name, studies.keySet());
                if (!(value instanceof Map<?, ?> study))
                        throw new InvalidInput("expected {simulation: ..., algorithms: ...}");
                studies.put(name, Study.read(study));
            } catch (InvalidInput e) {
                throw e.in(name).in("studies");
            }
        });
        return studies;
    }

    /** Labels become folders; some file systems take two names that differ in case alone for one. */
    static void checkLabel(String what, String label, Set<String> taken) {
        RunSpec.checkFolderName(what, label);
        boolean free = taken.stream().noneMatch(t -> t.toLowerCase(Locale.ROOT).equals(label.toLowerCase(Locale.ROOT)));
        Require.check(free, what, "used once", Names.shown(label));
    }

    /** The spec as YAML with every option and its value in effect; reading it gives an equal spec. */
    public String resolved() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("name", name);
        if (!about.isEmpty()) written.put("about", about);
        if (studies.containsKey("")) {
            written.putAll(studies.get("").write());
        } else {
            Map<String, Object> all = new LinkedHashMap<>();
            studies.forEach((name, study) -> all.put(name, study.write()));
            written.put("studies", all);
        }
        written.put("seeds", seeds);
        if (!Double.isNaN(target)) written.put("target", target);
        written.put("compare", compare.write());
        return Yaml.text(written);
    }

    /** Names the folder: the first digits of the SHA-256 of {@link #resolved}. */
    public String hash() {
        return RunSpec.hash(resolved());
    }
}
