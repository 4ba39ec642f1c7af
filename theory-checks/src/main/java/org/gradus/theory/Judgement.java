package org.gradus.theory;

import java.util.ArrayList;
import java.util.List;

/**
 * The verdict on the evidence of all draws together.
 *
 * @param violated the draws with a violated comparison, in order
 */
record Judgement(Verdict verdict, List<Integer> violated, int outside, double tightest, String tightestName) {

    static Judgement of(List<Evidence> draws, double significance) {
        List<Double> pValues = new ArrayList<>();
        for (Evidence e : draws) {
            for (Comparison c : e.comparisons()) {
                if (c instanceof Expectation x && !Double.isNaN(x.pValue())) pValues.add(x.pValue());
            }
        }
        double threshold = Holm.threshold(pValues, significance);
        List<Integer> violated = new ArrayList<>();
        boolean conclusive = true;
        int outside = 0;
        double tightest = Double.NaN;
        String name = "";
        for (int i = 0; i < draws.size(); i++) {
            if (draws.get(i).outside().isPresent()) outside++;
            boolean violates = false;
            for (Comparison c : draws.get(i).comparisons()) {
                violates |= violates(c, threshold);
                conclusive &= isConclusive(c);
                if (Double.isNaN(tightest) || c.tightness() > tightest) {
                    tightest = c.tightness();
                    name = c.name();
                }
            }
            if (violates) violated.add(i);
        }
        Verdict verdict = !violated.isEmpty() ? Verdict.FALSIFIED
                : outside == draws.size() ? Verdict.OUTSIDE
                : conclusive ? Verdict.NOT_FALSIFIED : Verdict.INCONCLUSIVE;
        return new Judgement(verdict, violated, outside, tightest, name);
    }

    private static boolean violates(Comparison comparison, double threshold) {
        return comparison instanceof Inequality i ? i.isViolated() : ((Expectation) comparison).pValue() <= threshold;
    }

    private static boolean isConclusive(Comparison comparison) {
        return comparison instanceof Inequality i ? i.isConclusive() : ((Expectation) comparison).isConclusive();
    }
}
