package org.gradus.experiments.search;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.gradus.experiments.document.Document;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;

/** How a spec is tuned; in a spec file the section {@code sweep}, which is no part of a run. */
public record Tuning(
        @Option(value = "grid", about = "how candidates are spread: grid, random or halton") Method method,
        @Option(value = "13", about = "candidates of each in every round, however many options it has") int points,
        @Option(value = "[]", about = "of the tuning, none of them the spec's; by default 11 to 15") List<Long> seeds,
        @Option(value = "none", about = "what is tuned, and where: {lr: 1e-4..1, adam.beta2: 0.9..0.9999:decay}")
        Ranges ranges,
        @Option(value = "0", about = "further rounds of as many candidates, each in a box around the best") int refine) {
    /** The key of the section. */
    public static final String SECTION = "sweep";
    private static final int MOST_POINTS = 10_000;
    private static final int MOST_ROUNDS = 20;
    private static final long[] SEEDS = {11, 12, 13, 14, 15};

    public Tuning {
        seeds = List.copyOf(seeds);
        Require.check(points >= 1 && points <= MOST_POINTS, "points", "in 1.." + MOST_POINTS, points);
        Require.check(refine >= 0 && refine <= MOST_ROUNDS, "refine", "in 0.." + MOST_ROUNDS, refine);
        Require.check(new HashSet<>(seeds).size() == seeds.size(), "seeds", "distinct", seeds);
    }

    /** The section of a spec file; without one, all defaults. */
    public static Tuning in(Document document) {
        try {
            return read(document.root().getOrDefault(SECTION, Map.of()));
        } catch (InvalidInput e) {
            throw document.complaint(e.in(SECTION));
        }
    }

    private static Tuning read(Object section) {
        if (!(section instanceof Map<?, ?> map)) {
            throw new InvalidInput("expected {method, points, seeds, ranges, refine}, but found " + Names.shown(section));
        }
        Map<String, Object> options = new LinkedHashMap<>();
        map.forEach((key, value) -> options.put(String.valueOf(key), value));
        return Options.read(Tuning.class, options);
    }

    /** With seeds that are not the spec's: what is reported must not be what was chosen by. */
    public Tuning besides(List<Long> taken) {
        for (long seed : seeds) {
            Require.check(!taken.contains(seed), "seeds of the tuning", "others than those of the spec, " + taken, seeds);
        }
        if (!seeds.isEmpty()) return this;
        boolean free = LongStream.of(SEEDS).noneMatch(taken::contains);
        long shift = free ? 0 : taken.stream().mapToLong(Long::longValue).max().orElse(0) + 1 - SEEDS[0];
        return Options.with(this, "seeds", LongStream.of(SEEDS).mapToObj(s -> s + shift).toList());
    }

    public Map<String, Object> write() {
        return Options.write(this);
    }
}
