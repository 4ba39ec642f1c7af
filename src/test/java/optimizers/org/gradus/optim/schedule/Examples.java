package org.gradus.optim.schedule;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.gradus.optim.schedule.OneCycle.Anneal;
import org.gradus.optim.schedule.WarmupStableDecay.Decay;

/** Schedules to test with: one of each type, and random valid ones. */
final class Examples {
    static final List<Schedule> ONE_OF_EACH = List.of(
            new Constant(0.1), new Linear(0.1, 0, 20, 0, 0, false), new Cosine(0.1, 0, 20, 0, 0, false),
            new Polynomial(0.1, 0, 20, 2, 0, 0, false), new Exponential(0.1, 0.9, 0, 0), new Step(0.1, 0.1, 5, 0, 0),
            new Multistep(0.1, 0.1, List.of(10L, 15L), 0, 0), new InverseSqrt(0.1, 4, 0),
            new Rex(0.1, 0, 20, 0, 0, false), new OneCycle(0.1, 20, 0.3, 25, 1e4, Anneal.COS),
            new WarmupStableDecay(0.1, 0, 20, 5, Decay.LINEAR, 0, 0, false), new Uba(0.1, 0, 20, 1, 0, 0, false),
            new Power(0.1, -0.5, 0, 0));

    private Examples() {}

    /** Options that budgeted schedules share, each valid with the others. */
    private record Budget(double peak, double end, long steps, long warmup, double start, boolean inclusive) {}

    /** Schedules with a budget. */
    static Arbitrary<Annealed> annealed() {
        Arbitrary<Double> shape = Arbitraries.doubles().between(0.05, 20);
        return Combinators.combine(budgets(), shape, Arbitraries.integers().between(0, 8), unit())
                .as((b, number, type, share) -> switch (type) {
                    case 0 -> new Linear(b.peak, b.end, b.steps, b.warmup, b.start, b.inclusive);
                    case 1 -> new Cosine(b.peak, b.end, b.steps, b.warmup, b.start, b.inclusive);
                    case 2 -> new Polynomial(b.peak, b.end, b.steps, number, b.warmup, b.start, b.inclusive);
                    case 3 -> new Rex(b.peak, b.end, b.steps, b.warmup, b.start, b.inclusive);
                    case 4 -> new Uba(b.peak, b.end, b.steps, number, b.warmup, b.start, b.inclusive);
                    default -> stable(b, Decay.values()[type - 5], share);
                });
    }

    private static Annealed stable(Budget b, Decay decay, double share) {
        long left = b.steps - b.warmup;
        long decaySteps = Math.max(b.inclusive ? 2 : 1, Math.round(share * left));
        return new WarmupStableDecay(b.peak, Math.max(b.end, 1e-3 * b.peak), b.steps, decaySteps, decay, b.warmup,
                b.start, b.inclusive);
    }

    /** Schedules of every type. */
    static Arbitrary<Schedule> any() {
        Arbitrary<Double> rates = Arbitraries.doubles().between(1e-9, 10).ofScale(12);
        Arbitrary<Long> warmups = Arbitraries.longs().between(0, 50);
        Arbitrary<Double> gammas = Arbitraries.doubles().between(0.01, 1);
        Arbitrary<Schedule> endless = Combinators.combine(rates, warmups, gammas, rates,
                        Arbitraries.longs().between(1, 1000).set().ofMaxSize(5), Arbitraries.integers().between(0, 6))
                .as((peak, warmup, gamma, start, gaps, type) -> switch (type) {
                    case 0 -> new Constant(peak, warmup, start);
                    case 1 -> new Exponential(peak, gamma, warmup, start);
                    case 2 -> new Step(peak, gamma, 1 + warmup, warmup, start);
                    case 3 -> new Multistep(peak, gamma, gaps.stream().map(m -> warmup + m).sorted().toList(), warmup,
                            start);
                    case 4 -> new InverseSqrt(peak, 1 + warmup, start);
                    case 5 -> new Power(peak, gamma - 0.5, warmup, start);
                    default -> new OneCycle(peak, 101 + warmup, Math.min(gamma, 0.99), 1 + start, 1 + peak,
                            warmup % 2 == 0 ? Anneal.COS : Anneal.LINEAR);
                });
        return Arbitraries.oneOf(endless, annealed().map(s -> (Schedule) s));
    }

    private static Arbitrary<Budget> budgets() {
        Arbitrary<Double> peaks = Arbitraries.doubles().between(1e-9, 10).ofScale(12);
        return Combinators.combine(peaks, unit(), Arbitraries.longs().between(3, 400), unit(), unit(),
                        Arbitraries.of(true, false))
                .as((peak, end, steps, warmup, start, inclusive) -> new Budget(peak, Math.min(peak, end * peak), steps,
                        Math.round(warmup * (steps - 2)), start * peak, inclusive));
    }

    private static Arbitrary<Double> unit() {
        return Arbitraries.doubles().between(0, 1);
    }
}
