package org.gradus.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Looks at a claim: draws instances, judges them together, shrinks a counterexample, and sends the control the same way.
 * Draws run in parallel; the result depends on the seed and the number of draws alone.
 */
public final class Checker {
    /** The probability that a true claim in expectation is falsified by chance, over all draws of the claim. */
    public static final double SIGNIFICANCE = 1e-4;
    /** How many seeds a size is tried with when a counterexample is shrunk. */
    private static final int TRIES = 16;
    /** Draws of a control that are looked at together; the first batch with a counterexample ends it. */
    private static final int BATCH = 8;

    private final OptionalInt draws;
    private final long seed;
    private final Runnable progress;

    /**
     * @param draws instances a claim; empty: the claim's own number
     * @param seed of the first instances; draws go through the claim's sizes, then on to the next seed
     * @param progress called after each draw, from any thread
     */
    public Checker(OptionalInt draws, long seed, Runnable progress) {
        this.draws = draws;
        this.seed = seed;
        this.progress = progress;
    }

    /** The instances that a claim is going to be looked at with. */
    public int draws(Claim<?> claim) {
        return draws.orElse(claim.draws());
    }

    /** Checks a claim and its control. */
    public <I extends Record> Result check(Claim<I> claim) {
        long start = System.nanoTime();
        Control<I> itself = new Control<>("", claim::draw, claim::evaluate);
        List<Drawn> all = look(itself, claim, 0, draws(claim));
        Judgement judgement = Judgement.of(all.stream().map(Drawn::evidence).toList(), SIGNIFICANCE);
        Optional<Result.Counterexample> counterexample = judgement.violated().isEmpty() ? Optional.empty()
                : Optional.of(shrink(itself, claim, all.get(judgement.violated().get(0))));
        Verdict control = verdictOf(claim.control(), claim);
        return new Result(claim.about(), judgement.verdict(), all.size(), judgement.outside(), judgement.tightest(),
                judgement.tightestName(), counterexample, Optional.of(control), claim.control().about(),
                (System.nanoTime() - start) * 1e-9);
    }

    /** Looks at one given instance. */
    public <I extends Record> Result replay(Claim<I> claim, I instance) {
        long start = System.nanoTime();
        Evidence evidence = claim.evaluate(instance);
        Judgement judgement = Judgement.of(List.of(evidence), SIGNIFICANCE);
        return new Result(claim.about(), judgement.verdict(), 1, judgement.outside(), judgement.tightest(),
                judgement.tightestName(), Optional.of(new Result.Counterexample(0, 0, instance, evidence)), Optional.empty(),
                "",
                (System.nanoTime() - start) * 1e-9);
    }

    private record Drawn(long seed, int size, Evidence evidence) {}

    private <I extends Record> List<Drawn> look(Control<I> at, Claim<I> claim, int from, int to) {
        List<Integer> sizes = claim.sizes();
        // Large instances first: they take longest, and the threads then end together.
        List<Integer> order = IntStream.range(from, to).boxed()
                .sorted((a, b) -> Integer.compare(sizes.get(b % sizes.size()), sizes.get(a % sizes.size()))).toList();
        Drawn[] drawn = new Drawn[to - from];
        order.parallelStream().forEach(i -> {
            drawn[i - from] = drawn(at, seed + i / sizes.size(), sizes.get(i % sizes.size()));
            progress.run();
        });
        return List.of(drawn);
    }

    private static <I extends Record> Drawn drawn(Control<I> at, long seed, int size) {
        return new Drawn(seed, size, at.evaluate().apply(at.draw().of(seed, size)));
    }

    private <I extends Record> Verdict verdictOf(Control<I> control, Claim<I> claim) {
        Checker silent = new Checker(draws, seed, () -> { });
        List<Evidence> seen = new ArrayList<>();
        Verdict verdict = Verdict.INCONCLUSIVE;
        // Few draws of the claim are the user's choice; a control must still get its chance.
        int most = Math.max(draws(claim), claim.draws());
        for (int from = 0; from < most; from += BATCH) {
            silent.look(control, claim, from, Math.min(most, from + BATCH)).forEach(d -> seen.add(d.evidence()));
            // Judged at the significance of all draws at once, so that looking early does not make it easier.
            verdict = Judgement.of(seen, SIGNIFICANCE * seen.size() / most).verdict();
            if (verdict == Verdict.FALSIFIED) break;
        }
        return verdict;
    }

    private <I extends Record> Result.Counterexample shrink(Control<I> at, Claim<I> claim, Drawn found) {
        int tried = 0;
        for (int size = claim.smallest(); size < found.size(); size += size < 8 ? 1 : size) {
            for (int i = 0; i < TRIES; i++) {
                Drawn smaller = drawn(at, seed + i, size);
                if (isViolated(smaller.evidence(), ++tried)) return counterexample(at, smaller);
            }
        }
        return counterexample(at, found);
    }

    private static boolean isViolated(Evidence evidence, int tried) {
        return Judgement.of(List.of(evidence), SIGNIFICANCE / (2.0 * tried * tried)).verdict() == Verdict.FALSIFIED;
    }

    private static <I extends Record> Result.Counterexample counterexample(Control<I> at, Drawn drawn) {
        return new Result.Counterexample(drawn.seed(), drawn.size(), at.draw().of(drawn.seed(), drawn.size()),
                drawn.evidence());
    }

    /** For claims that look at many things at once: the values of a function at 0, 1, ..., n-1, computed in parallel. */
    public static <T> List<T> parallel(int n, Function<Integer, T> value) {
        return IntStream.range(0, n).boxed().parallel().map(value).toList();
    }
}
