package org.gradus.theory.schedule;

import java.util.List;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Cosine;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.schedule.WarmupStableDecay;
import org.gradus.theory.Csv;

/**
 * Training losses of a language model of 100 million parameters, one run under each of two schedules, published with Luo
 * et al., arXiv 2503.12811. Peak 3e-4, end 3e-5, 2160 updates of warm-up, 24000 in all.
 */
final class LossCurves {
    static final int UPDATES = 24_000;
    static final int WARMUP = 2160;
    static final double PEAK = 3e-4;
    static final double END = 3e-5;

    static final Curve COSINE = read("cosine_24000", new Cosine(PEAK, END, UPDATES, WARMUP, 0, false));
    /** The rate is constant up to update 20000, then falls geometrically. */
    static final Curve WSD = read("wsd_20000_24000", new WarmupStableDecay(PEAK, END, UPDATES, 4000,
            WarmupStableDecay.Decay.EXPONENTIAL, WARMUP, 0, false));
    static final List<Curve> BOTH = List.of(COSINE, WSD);
    static final List<String> NAMES = BOTH.stream().map(Curve::name).toList();

    private LossCurves() {}

    /** A run: its schedule, the update numbers at which a loss was recorded, and the losses. */
    record Curve(String name, Schedule schedule, int[] steps, double[] losses) {}

    /** One of the two runs, by its name: what a law is fitted to. */
    record Run(String name) {
        Run {
            Require.check(NAMES.contains(name), "name", "one of " + NAMES, name);
        }

        /** The two in turn. */
        static Run of(long seed) {
            return new Run(NAMES.get((int) Math.floorMod(seed, NAMES.size())));
        }

        Curve curve() {
            return name.equals(COSINE.name) ? COSINE : WSD;
        }

        Curve other() {
            return name.equals(COSINE.name) ? WSD : COSINE;
        }
    }

    private static Curve read(String name, Schedule schedule) {
        List<String[]> rows = Csv.rows(LossCurves.class, "two-runs.csv").stream().filter(cells -> cells[0].equals(name))
                .toList();
        return new Curve(name, schedule, rows.stream().mapToInt(cells -> Integer.parseInt(cells[1])).toArray(),
                rows.stream().mapToDouble(cells -> Double.parseDouble(cells[2])).toArray());
    }
}
