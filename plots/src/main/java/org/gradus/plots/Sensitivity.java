package org.gradus.plots;

import java.util.Arrays;
import java.util.List;

/**
 * How one optimizer's result depends on a hyperparameter.
 *
 * @param name the optimizer's name; colour and marker are bound to it
 * @param outcomes at least one, in increasing {@code x}
 * @param lost what became of runs without a finite result
 */
public record Sensitivity(String name, List<Outcomes> outcomes, Lost lost) {

    /** Why a run has no finite result. */
    public enum Lost {
        DIVERGED("diverged", "Diverged runs"),
        /** The run did not reach what it was to reach. */
        MISSED("did not get there", "Runs that did not get there");

        private final String verb;
        private final String runs;

        Lost(String verb, String runs) {
            this.verb = verb;
            this.runs = runs;
        }

        /** Begins a sentence of a caption. */
        String runs() {
            return runs;
        }
    }


    /**
     * The results of all seeds at one value of the hyperparameter.
     *
     * @param x the value, finite
     * @param values one finite result for each seed that did not diverge
     * @param diverged how many seeds diverged; they count as infinitely large results
     */
    public record Outcomes(double x, double[] values, int diverged) {

        public Outcomes {
            values = values.clone();
            if (!Double.isFinite(x) || !Arrays.stream(values).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("x and values must be finite, but x is " + x + ", values "
                        + Arrays.toString(values));
            }
            if (diverged < 0 || values.length + diverged == 0) {
                throw new IllegalArgumentException("no seeds at x = " + x);
            }
        }

        @Override
        public double[] values() {
            return values.clone();
        }

        /** Seeds, diverged ones included. */
        public int runs() {
            return values.length + diverged;
        }

        private Band.Point point(double floor) {
            return Quantile.point(x, Arrays.stream(values).map(v -> Math.max(v, floor)).toArray(), diverged);
        }
    }

    /** Runs without a result diverged. */
    public Sensitivity(String name, List<Outcomes> outcomes) {
        this(name, outcomes, Lost.DIVERGED);
    }

    public Sensitivity {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a curve needs a name");
        }
        outcomes = List.copyOf(outcomes);
        if (outcomes.isEmpty()) {
            throw new IllegalArgumentException("curve " + name + " has no outcomes");
        }
        for (int i = 1; i < outcomes.size(); i++) {
            if (outcomes.get(i).x() <= outcomes.get(i - 1).x()) {
                throw new IllegalArgumentException("x must increase, but outcome " + i + " is at " + outcomes.get(i).x());
            }
        }
    }

    /** The median over the seeds, diverged ones included, of the outcomes at a place in the list. */
    public double median(int place) {
        return outcomes.get(place).point(Double.NEGATIVE_INFINITY).median();
    }

    /** The place of the smallest median, the first of equal ones. */
    public int best() {
        int best = 0;
        for (int i = 1; i < outcomes.size(); i++) {
            if (median(i) < median(best)) {
                best = i;
            }
        }
        return best;
    }

    /** How many runs diverged, over all values. */
    public int diverged() {
        return outcomes.stream().mapToInt(Outcomes::diverged).sum();
    }

    /** The legend's text, such as {@code adam (3 of 25 runs diverged)}. */
    public String label() {
        int runs = outcomes.stream().mapToInt(Outcomes::runs).sum();
        return diverged() == 0 ? name : name + " (" + diverged() + " of " + runs + " runs " + lost.verb + ")";
    }

    /** Median and band over the seeds at every value; results below {@code floor} are raised to it. */
    Band band(double floor) {
        return new Band(outcomes.stream().map(o -> o.point(floor)).toList());
    }

    /** All finite results of some curves; their order means nothing. */
    static double[] values(List<Sensitivity> curves) {
        return curves.stream().flatMap(c -> c.outcomes.stream()).flatMapToDouble(o -> Arrays.stream(o.values)).toArray();
    }

    void checkPositive() {
        if (outcomes.get(0).x() <= 0) {
            throw new IllegalArgumentException("a log axis has no place for x = " + outcomes.get(0).x());
        }
    }
}
