package org.gradus.theory.tailopt;

import java.util.Arrays;
import java.util.List;
import org.gradus.federated.Simulation;
import org.gradus.federated.rule.L2Clip;
import org.gradus.federated.rule.OuterAdagrad;
import org.gradus.federated.rule.OuterAdam;
import org.gradus.federated.rule.OuterRmsProp;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Rule;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.rule.BiClip;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Power;
import org.gradus.optim.schedule.Schedule;
import org.gradus.theory.Csv;

/**
 * A method with its best options under one noise of {@link Synthetic}: of 150 random settings and 150 near the best of them,
 * on 8 runs that are not used here. {@code tuned.csv} has them all.
 *
 * @param noise symmetric noise of scale 1: gauss, t1.5 (Student), sas1.5 or sas1.2 (alpha-stable)
 * @param method outer and inner rule, as in {@code Avg-BiClip}; {@code Fed...}: not clipped inside
 * @param inner l2clip, or else biclip: with the thresholds Infinity and 0, plain SGD
 * @param outer adagrad, rmsprop or adam, or else biclip: with the thresholds Infinity and 0, averaging
 * @param lr inner rate of round 1; it follows {@code t^exponent}, and with it the outer thresholds, in whose units
 *     displacements are, and the outer rates of RMSProp and Adam, which forget the size of displacements
 * @param upper u of the inner clip
 * @param lower d of the inner clip
 * @param tau added to the root of the outer rule
 * @param outerUpper u of the outer clip
 * @param outerLower d of the outer clip
 */
record Tuned(String noise, String method, String inner, String outer, double lr, double exponent, double upper,
        double lower, double outerLr, double tau, double outerUpper, double outerLower) {
    private static final List<Tuned> ALL = Csv.rows(Tuned.class, "tuned.csv").stream().map(Tuned::of).toList();

    static Tuned of(String noise, String method) {
        return ALL.stream().filter(t -> t.noise.equals(noise) && t.method.equals(method)).findFirst()
                .orElseThrow(() -> new InvalidInput("no tuned options of " + method + " under the noise " + noise));
    }

    /** Avg-BiClip with other options than the tuned ones. */
    static Tuned biClip(String noise, double lr, double exponent, double upper, double lowerShare) {
        return new Tuned(noise, "Avg-BiClip", "biclip", "avg", lr, exponent, upper, lowerShare * upper, 1, 0,
                Double.POSITIVE_INFINITY, 0);
    }

    /** The same with an outer clip of these thresholds. */
    Tuned clippedOutside(double outerUpper, double outerLower) {
        return new Tuned(noise, method, inner, "biclip", lr, exponent, upper, lower, outerLr, tau, outerUpper, outerLower);
    }

    Simulation simulation(int localSteps) {
        Schedule lower = Schedule.constant(this.lower);
        Rule clip = inner.equals("l2clip") ? new L2Clip(Schedule.constant(upper), lower)
                : new BiClip(Schedule.constant(upper), lower);
        return Simulation.of(Chain.of(clip, Sgd.of(1).with("lr", falling(lr))), outerRule(), localSteps)
                .with("innerState", "reset");
    }

    private Optimizer outerRule() {
        return switch (outer) {
            case "adagrad" -> new OuterAdagrad(Schedule.constant(outerLr), 0, tau, 0, false);
            case "rmsprop" -> new OuterRmsProp(falling(outerLr), 0, 0.9, tau, 0, false);
            case "adam" -> new OuterAdam(falling(outerLr), 0.9, 0.99, tau, 0, false);
            default -> Chain.of(new BiClip(falling(outerUpper), falling(outerLower)), Sgd.of(outerLr));
        };
    }

    private Schedule falling(double first) {
        return exponent == 0 || Double.isInfinite(first) ? Schedule.constant(first) : new Power(first, exponent, 0, 0);
    }

    private static Tuned of(String[] cells) {
        double[] n = Arrays.stream(cells).skip(4).mapToDouble(Double::parseDouble).toArray();
        return new Tuned(cells[0], cells[1], cells[2], cells[3], n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
    }
}
