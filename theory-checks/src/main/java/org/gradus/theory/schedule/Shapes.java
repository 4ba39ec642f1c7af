package org.gradus.theory.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.optim.schedule.Constant;
import org.gradus.optim.schedule.Linear;
import org.gradus.optim.schedule.Multistep;
import org.gradus.optim.schedule.Rex;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.schedule.Uba;
import org.gradus.optim.schedule.WarmupStableDecay;

/** The schedules that are compared, each with peak 1 and end 0 over T updates. */
public final class Shapes {
    /** UBA's shapes, from near-constant to fast decay; 2 is cosine. */
    public static final List<Double> PHIS = List.of(0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0);

    private Shapes() {}

    public static Schedule uba(double phi, int steps) {
        return new Uba(1, 0, steps, phi, 0, 0, false);
    }

    static String ubaName(double phi) {
        return phi == Math.rint(phi) ? "uba" + (int) phi : "uba" + phi;
    }

    /** The usual ones, by name. The plateau with decay (wsd) decays over the last fifth. */
    public static Map<String, Schedule> others(int steps) {
        Map<String, Schedule> others = new LinkedHashMap<>();
        others.put("constant", new Constant(1));
        others.put("linear", new Linear(1, 0, steps, 0, 0, false));
        others.put("rex", new Rex(1, 0, steps, 0, 0, false));
        others.put("step", new Multistep(1, 0.1, List.of((steps + 1) / 2L, (3L * steps + 3) / 4), 0, 0));
        others.put("wsd", new WarmupStableDecay(1, 0, steps, Math.max(1, steps / 5), WarmupStableDecay.Decay.LINEAR, 0, 0,
                false));
        return others;
    }

    /** UBA of every phi, then the others. */
    public static Map<String, Schedule> all(int steps) {
        Map<String, Schedule> all = new LinkedHashMap<>();
        PHIS.forEach(phi -> all.put(ubaName(phi), uba(phi, steps)));
        all.putAll(others(steps));
        return all;
    }

    static double[] values(Schedule schedule, int steps) {
        return IntStream.range(0, steps).mapToDouble(schedule::at).toArray();
    }
}
