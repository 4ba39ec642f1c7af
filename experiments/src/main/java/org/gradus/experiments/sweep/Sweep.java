package org.gradus.experiments.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.run.RunFolder;
import org.gradus.experiments.search.Ranges;
import org.gradus.experiments.search.Tuning;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;

/**
 * Tuning within equal budgets: every contestant of a spec has the same number of candidates in every round, each trained
 * from the same tuning seeds within the spec's budget. The best has the smallest median of the training loss at the end;
 * diverged runs count as infinitely large, and held-out data has no say. It leaves behind, below the output folder:
 *
 * <pre>
 * NAME-sweep/HASH/resolved.yaml      spec and tuning with every default
 *                 best.yaml          the spec with the best values in place, ready to run
 *                 candidates.csv     every candidate with its losses
 *                 figures/loss-by-OPTION.{svg,png,csv}
 *                 round-1/...        the runs, as of any experiment; what is finished is not repeated
 * </pre>
 *
 * HASH does not depend on the number of refinements: more of them go on from what is there.
 */
public final class Sweep {
    private final Contest contest;
    private final Map<String, Object> root;
    private final Tuning tuning;
    private final List<Contestant> contestants;

    private Sweep(Contest contest, Map<String, Object> root, Tuning tuning, List<Contestant> contestants) {
        this.contest = contest;
        this.root = root;
        this.tuning = tuning;
        this.contestants = contestants;
    }

    /**
     * @param defaultName the spec's name where the document gives none
     * @param study       of simulated clients; null for the first
     * @throws InvalidInput if something is not there to be tuned, or refuses a value that would be tried
     */
    public static Sweep of(Document document, String defaultName, String study, Tuning tuning) {
        Contest contest = Contest.of(document, defaultName, study);
        Tuning resolved = tuning.besides(contest.seeds());
        if (resolved.ranges().byPath().isEmpty()) {
            if (contest.usualRanges().isEmpty()) {
                throw new InvalidInput("nothing to tune is named; give --range inner.lr=1e-3..1, or ranges in the section"
                        + " 'sweep'");
            }
            resolved = Options.with(resolved, "ranges", Ranges.parse(contest.usualRanges()));
        }
        Map<String, Object> root = new LinkedHashMap<>(Map.of("name", contest.name()));
        root.putAll(document.root());
        Sweep sweep = new Sweep(contest, root, resolved, Contestant.of(contest.contestants(), resolved.ranges()));
        sweep.check();
        return sweep;
    }

    /** Before anything is run, every candidate of the first round must be one. */
    private void check() {
        for (Contestant contestant : contestants) {
            for (Map<String, Object> values : new Search(contest, contestant, tuning.method()).next(tuning, 0)) {
                try {
                    contest.check(contestant.with(values));
                } catch (InvalidInput e) {
                    throw e.in(contestant.label() + (values.isEmpty() ? "" : " at " + Candidate.text(values)));
                }
            }
        }
    }

    /** The candidates of the first round, by contestant. */
    Map<String, List<Map<String, Object>>> firstRound() {
        Map<String, List<Map<String, Object>>> all = new LinkedHashMap<>();
        for (Contestant c : contestants) all.put(c.label(), new Search(contest, c, tuning.method()).next(tuning, 0));
        return all;
    }

    /**
     * @param out      the folder that holds the folders of experiments
     * @param progress for every round
     */
    public SweepOutcome run(Path out, int threads, Supplier<Progress> progress) {
        RunFolder folder = RunFolder.create(out, contest.name() + "-sweep", hash());
        AtomicFile.write(folder.resolvedSpec(), contest.resolved() + Yaml.text(Map.of(Tuning.SECTION, tuning.write())));
        List<Search> searches = contestants.stream().map(c -> new Search(contest, c, tuning.method())).toList();
        List<Contest.Tried> rounds = new ArrayList<>();
        for (int round = 0; round <= tuning.refine(); round++) {
            if (round > 0) searches.forEach(Search::narrow);
            rounds.add(round(searches, round, folder, threads, progress));
        }
        SweepOutcome outcome = new SweepOutcome(contest, tuning, folder, searches, rounds);
        AtomicFile.write(folder.path().resolve("best.yaml"), new BestSpec(outcome, root).text());
        AtomicFile.write(folder.path().resolve("candidates.csv"), new CandidatesCsv(outcome).text());
        return outcome;
    }

    private Contest.Tried round(List<Search> searches, int round, RunFolder folder, int threads,
            Supplier<Progress> progress) {
        Map<String, Object> entries = new LinkedHashMap<>();
        Map<Search, List<Map<String, Object>>> values = new LinkedHashMap<>();
        for (Search search : searches) {
            values.put(search, search.next(tuning, round));
            enter(search, values.get(search), entries);
        }
        Contest.Tried results = new Contest.Tried(Map.of(), true, 0, 0);
        if (!entries.isEmpty()) {
            try (Progress ofRound = progress.get()) {
                results = contest.run("round-" + (round + 1), entries, tuning.seeds(), folder.path(), threads, ofRound);
            }
        }
        for (Search search : searches) {
            for (int i = 0; i < values.get(search).size(); i++) {
                double[] losses = results.losses().getOrDefault(entry(search, i), refused());
                search.add(new Candidate(round + 1, i + 1, values.get(search).get(i), losses));
            }
        }
        return results;
    }

    /** In a refined box options may refuse each other, such as a lower threshold above the upper one: these do not run. */
    private void enter(Search search, List<Map<String, Object>> candidates, Map<String, Object> entries) {
        for (int i = 0; i < candidates.size(); i++) {
            Object written = search.contestant().with(candidates.get(i));
            try {
                contest.check(written);
                entries.put(entry(search, i), written);
            } catch (InvalidInput e) {
                // Counts as diverged.
            }
        }
    }

    private double[] refused() {
        double[] losses = new double[tuning.seeds().size()];
        Arrays.fill(losses, Double.POSITIVE_INFINITY);
        return losses;
    }

    /** A contestant's candidate among the entries of a round. */
    private static String entry(Search search, int candidate) {
        return search.contestant().label() + "." + (candidate + 1);
    }

    private String hash() {
        return RunSpec.hash(contest.resolved() + Yaml.text(Options.with(tuning, "refine", 0).write()));
    }
}
