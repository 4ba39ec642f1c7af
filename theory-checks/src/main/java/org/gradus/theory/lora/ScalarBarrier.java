package org.gradus.theory.lora;

import java.util.List;
import java.util.SplittableRandom;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** The term dA dBᵀ in closed form: a product of two numbers cannot pass zero. */
final class ScalarBarrier implements Claim<ScalarBarrier.Scalars> {
    private static final int STEPS = 60;

    /** Two factors that are numbers, and the rate; the gradient always pulls their product towards 0. */
    record Scalars(double up, double down, double lr) {
        Scalars {
            Require.check(up * down != 0, "up and down", "not 0", up + ", " + down);
            Require.positive("lr", lr);
        }

        /** The products z_0, z_1, ... */
        double[] path(int steps) {
            Optimizer optimizer = Optimizers.read("lora-rite(lr=" + lr + ", beta1=0, beta2=0, eps=0)");
            Run run = new Run(optimizer, Matrices.of(new double[][] {{up}}), Matrices.of(new double[][] {{down}}));
            double[] z = new double[steps + 1];
            for (int t = 0; t <= steps; t++) {
                z[t] = run.product().getEntry(0, 0);
                if (t < steps) run.step(Matrices.of(new double[][] {{Math.signum(up * down) + z[0]}}));
            }
            return z;
        }
    }

    @Override
    public About about() {
        return new About("lora-rite-barrier", "The second-order barrier at zero",
                "For m = n = r = 1, no moments, eps = 0: z <- (z - lr sign(g))^2 / z. So z keeps its sign for ever, and"
                        + " where |z| < lr it jumps away by lr^2 / |z|.",
                "derived from Yen et al., arXiv 2410.20625, Algorithm 1", Provenance.DERIVED,
                "m = n = r = 1, beta1 = beta2 = 0, eps = 0");
    }

    @Override
    public Class<Scalars> instanceType() {
        return Scalars.class;
    }

    @Override
    public Scalars draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        return new Scalars((random.nextBoolean() ? 1 : -1) * (0.3 + random.nextDouble()), 0.3 + random.nextDouble(),
                0.01 + 0.09 * random.nextDouble());
    }

    @Override
    public Evidence evaluate(Scalars s) {
        double[] z = s.path(STEPS);
        int changes = 0;
        Inequality worst = null;
        for (int t = 0; t < STEPS; t++) {
            if (z[t] * z[t + 1] <= 0) changes++;
            worst = tighter(worst, step(s, z[t], z[t + 1], Math.pow(z[t] - s.lr * Math.signum(z[t]), 2) / z[t]));
        }
        return Evidence.of(worst, Inequality.exact("steps in which z changes its sign", changes, 0));
    }

    /** Of one step, so that no error accumulates. */
    private static Inequality step(Scalars s, double before, double after, double expected) {
        double allowance = 32 * 0x1p-53 * Math.pow(Math.abs(before) + s.lr, 2) / Math.abs(before);
        return Inequality.equal("z after a step, distance from the formula", after, expected, allowance);
    }

    private static Inequality tighter(Inequality a, Inequality b) {
        return a == null || b.tightness() > a.tightness() ? b : a;
    }

    @Override
    public Control<Scalars> control() {
        return Control.falseClaim("to first order only: z <- z - 2 lr sign(g)", this, s -> {
            double[] z = s.path(1);
            return Evidence.of(step(s, z[0], z[1], z[0] - 2 * s.lr * Math.signum(z[0])));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step"), Axis.log("z"));
        for (double lr : new double[] {0.02, 0.03, 0.05}) {
            double[] z = new Scalars(1, 1, lr).path(STEPS);
            for (int t = 0; t <= STEPS; t++) figure.line("lr = " + lr, t, z[t]);
        }
        return figure.caption("The minimum is at z < 0: each run reaches 0, is thrown back and comes again.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1);
    }

    @Override
    public int draws() {
        return 30;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
