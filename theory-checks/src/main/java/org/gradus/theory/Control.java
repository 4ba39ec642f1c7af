package org.gradus.theory;

import java.util.function.Function;

/**
 * A negative control: the claim with an assumption violated, or with a stronger conclusion that is false. It goes through
 * the same {@link Checker} with as many draws, and must come out falsified; otherwise the check is blind.
 *
 * @param about what is wrong with it, as a sentence
 */
public record Control<I extends Record>(String about, Draw<I> draw, Function<I, Evidence> evaluate) {

    /** How instances are drawn: see {@link Claim#draw}. */
    @FunctionalInterface
    public interface Draw<I extends Record> {
        I of(long seed, int size);
    }

    /** The claim's own instances under a false claim. */
    public static <I extends Record> Control<I> falseClaim(String about, Claim<I> claim, Function<I, Evidence> evaluate) {
        return new Control<>(about, claim::draw, evaluate);
    }

    /** The claim itself on instances that violate what it assumes in a way that it does not notice. */
    public static <I extends Record> Control<I> violation(String about, Claim<I> claim, Draw<I> draw) {
        return new Control<>(about, draw, claim::evaluate);
    }
}
