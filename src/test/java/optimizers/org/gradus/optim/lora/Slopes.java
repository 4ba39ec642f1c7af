package org.gradus.optim.lora;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.RealMatrix;

/** The gradient at each step as a function of the product: the same landscape for all runs that are compared. */
record Slopes(List<UnaryOperator<RealMatrix>> steps) {
    /** A tenth of the difference to a target, plus noise of its own at every step. */
    static Slopes noisy(int m, int n, int steps, long seed) {
        Random random = new Random(seed);
        RealMatrix target = Algebra.normal(m, n, random);
        return new Slopes(Stream.generate(() -> Algebra.normal(m, n, random)).limit(steps)
                .<UnaryOperator<RealMatrix>>map(noise -> z -> z.subtract(target).scalarMultiply(0.1).add(noise)).toList());
    }

    /** Matrices of rank 1, wherever the product is. */
    static Slopes ofRankOne(int m, int n, int steps, long seed) {
        Random random = new Random(seed);
        return new Slopes(Stream.generate(() -> Algebra.normal(m, 1, random).multiply(Algebra.normal(1, n, random)))
                .limit(steps).<UnaryOperator<RealMatrix>>map(g -> z -> g.scalarMultiply(0.5)).toList());
    }

    /** LoRA-RITE with these options (name, value, name, value, ...), at a rate of 0.01 unless given. */
    static Map<String, Object> rite(Object... options) {
        Map<String, Object> all = new HashMap<>(Map.of("type", "lora-rite", "lr", 0.01));
        for (int i = 0; i < options.length; i += 2) all.put((String) options[i], options[i + 1]);
        return all;
    }

    /** The largest relative distance of the two products over the steps. */
    double deviation(PairRun one, PairRun other) {
        double largest = 0;
        for (UnaryOperator<RealMatrix> slope : steps) {
            double gap = Algebra.gap(other.descend(slope).z(), one.descend(slope).z());
            assertTrue(Double.isFinite(gap), "a product is not finite");
            largest = Math.max(largest, gap);
        }
        return largest;
    }

    /** The same from (A, B) and from (A R, B R⁻ᵀ). */
    double deviation(Object optimizer, Factors start, RealMatrix r) {
        return deviation(PairRun.of(optimizer, start), PairRun.of(optimizer, start.gauged(r)));
    }

    /** A run that has taken all steps. */
    PairRun run(Object optimizer, Factors start) {
        PairRun run = PairRun.of(optimizer, start);
        steps.forEach(run::descend);
        return run;
    }
}
