package org.gradus.plots;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Training curves as they come from real runs: noisy, exponential, a few seeds each. */
final class Curves {

    private Curves() {}

    static Run run(double... y) {
        return new Run(IntStream.range(0, y.length).asDoubleStream().toArray(), y, false);
    }

    static Curve of(String name, Run... runs) {
        return new Curve(name, List.of(runs));
    }

    static Curve noisy(String name, double end, double speed, int seeds) {
        return new Curve(name, IntStream.range(0, seeds).mapToObj(s -> noisy(name.hashCode() + s, end, speed)).toList());
    }

    static ConvergenceFigure four() {
        return new ConvergenceFigure("LoRA fine-tuning, rank 8", "step", "training loss", true, List.of(
                noisy("sgd", 3e-2, 5, 3), noisy("adam", 4e-3, 8, 3),
                noisy("adamw", 2e-3, 9, 3), noisy("lora-rite", 1e-3, 12, 3)));
    }

    private static Run noisy(long seed, double end, double speed) {
        Random random = new Random(seed);
        double[] y = new double[601];
        double noise = 0;
        for (int i = 0; i < y.length; i++) {
            y[i] = (end + (2.3 - end) * Math.exp(-speed * i / y.length)) * Math.exp(noise);
            noise = 0.9 * noise + 0.12 * random.nextGaussian();
        }
        return run(y);
    }
}
