package org.gradus.experiments.compare;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rule promises, over many drawn experiments of three contestants against a baseline from nine seeds. */
class ErrorRateTest {
    private static final int EXPERIMENTS = 1000;
    private static final int SEEDS = 9;
    private static final double SIGNIFICANCE = 0.05;

    /** Log-normal losses: a part that the seed gives to all, and one of each run. */
    private static double[] losses(double[] ofSeeds, double shift, Random random) {
        double[] losses = new double[SEEDS];
        for (int s = 0; s < SEEDS; s++) losses[s] = Math.exp(3 * ofSeeds[s] + shift + 0.2 * random.nextGaussian());
        return losses;
    }

    private static Comparisons draw(Random random, String test, double shift) {
        double[] ofSeeds = random.doubles(SEEDS).toArray();
        return new Planted().losses("baseline", losses(ofSeeds, 0, random)).losses("a", losses(ofSeeds, shift, random))
                .losses("b", losses(ofSeeds, 0, random)).losses("c", losses(ofSeeds, 0, random)).compare("test=" + test);
    }

    private static double margin(double share) {
        return 3 * Math.sqrt(share * (1 - share) / EXPERIMENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "wilcoxon"})
    void whereNothingDiffersAnyVerdictIsRare(String test) {
        Random random = new Random(5);
        int alarms = 0;
        int covered = 0;
        for (int i = 0; i < EXPERIMENTS; i++) {
            Comparisons comparisons = draw(random, test, 0);
            if (comparisons.all().stream().anyMatch(Comparison::differs)) alarms++;
            Effect effect = comparisons.all().get(0).effect();
            if (effect.low() <= 1 && 1 <= effect.high()) covered++;
        }
        double share = (double) alarms / EXPERIMENTS;
        assertTrue(share <= SIGNIFICANCE + margin(SIGNIFICANCE), "false alarms: " + share);
        assertTrue(share >= 0.005, "a rule that never says anything: " + share);
        double coverage = (double) covered / EXPERIMENTS;
        assertTrue(coverage >= 0.95 - margin(0.95), "coverage: " + coverage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "wilcoxon"})
    void aPlantedShiftIsFoundAndCovered(String test) {
        Random random = new Random(6);
        int found = 0;
        int covered = 0;
        int wrong = 0;
        for (int i = 0; i < EXPERIMENTS; i++) {
            Comparisons comparisons = draw(random, test, -0.5);
            Comparison a = comparisons.all().get(0);
            if (a.verdict().equals("lower loss than baseline")) found++;
            double truth = Math.exp(-0.5);
            if (a.effect().low() <= truth && truth <= a.effect().high()) covered++;
            if (comparisons.all().subList(1, 3).stream().anyMatch(Comparison::differs)) wrong++;
        }
        assertTrue(found > 0.9 * EXPERIMENTS, "found: " + found);
        assertTrue(covered >= (0.95 - margin(0.95)) * EXPERIMENTS, "covered: " + covered);
        assertTrue(wrong <= (SIGNIFICANCE + margin(SIGNIFICANCE)) * EXPERIMENTS, "others: " + wrong);
    }

    /** Whether a run diverges is drawn too, alike for all: ranks keep the promise. */
    @Test
    void divergedRunsRaiseNoAlarms() {
        Random random = new Random(7);
        int alarms = 0;
        for (int i = 0; i < EXPERIMENTS; i++) {
            double[] ofSeeds = random.doubles(SEEDS).toArray();
            Planted planted = new Planted();
            for (String label : new String[] {"baseline", "a", "b"}) {
                double[] losses = losses(ofSeeds, 0, random);
                for (int s = 0; s < SEEDS; s++) if (random.nextDouble() < 0.2) losses[s] = Double.NaN;
                planted.losses(label, losses);
            }
            if (planted.compare().all().stream().anyMatch(Comparison::differs)) alarms++;
        }
        assertTrue((double) alarms / EXPERIMENTS <= SIGNIFICANCE + margin(SIGNIFICANCE), "false alarms: " + alarms);
    }
}
