package org.gradus.theory.tailopt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Simulation;
import org.gradus.federated.array.Layout;
import org.gradus.federated.problem.GivenGradients;
import org.gradus.federated.rule.OuterAdagrad;
import org.gradus.federated.rule.OuterAdam;
import org.gradus.federated.rule.OuterRmsProp;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.Require;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Trajectory;

/** Adaptive outer rules bound each coordinate's step. */
final class OuterStepCaps implements Claim<OuterStepCaps.Displacements> {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.99;

    /** An outer rule. */
    enum Outer {
        ADAGRAD {
            @Override
            Optimizer rule(double rate, double tau) {
                return new OuterAdagrad(Schedule.constant(rate), 0, tau, 0, false);
            }

            @Override
            double cap() {
                return 1;
            }
        },
        ADAGRAD_AVERAGED {
            @Override
            Optimizer rule(double rate, double tau) {
                return new OuterAdagrad(Schedule.constant(rate), BETA1, tau, 0, false);
            }

            @Override
            double cap() {
                return Math.sqrt((1 - BETA1) / (1 + BETA1));
            }
        },
        RMSPROP {
            @Override
            Optimizer rule(double rate, double tau) {
                return new OuterRmsProp(Schedule.constant(rate), 0, BETA2, tau, 0, false);
            }

            @Override
            double cap() {
                return 1 / Math.sqrt(1 - BETA2);
            }
        },
        ADAM {
            @Override
            Optimizer rule(double rate, double tau) {
                return new OuterAdam(Schedule.constant(rate), BETA1, BETA2, tau, 0, false);
            }

            @Override
            double cap() {
                return (1 - BETA1) / Math.sqrt((1 - BETA2) * (1 - BETA1 * BETA1 / BETA2));
            }
        };

        abstract Optimizer rule(double rate, double tau);

        /** The largest step, in units of the rate. */
        abstract double cap();
    }

    /** @param displacements by round and coordinate */
    record Displacements(Outer outer, double rate, double tau, double[][] displacements) {
        Displacements {
            Require.positive("rate", rate);
            Require.nonNegative("tau", tau);
        }

        Trajectory run() {
            int n = displacements[0].length;
            double[][][][] gradients = new double[displacements.length][1][1][];
            for (int r = 0; r < gradients.length; r++) {
                gradients[r][0][0] = Arrays.stream(displacements[r]).map(x -> -x).toArray();
            }
            return Trajectory.of(Simulation.of(Sgd.of(1), outer.rule(rate, tau), 1),
                    new GivenGradients(Layout.vector("x", n), new double[n], new double[] {1}, gradients),
                    displacements.length, 0);
        }
    }

    @Override
    public About about() {
        return new About("tailopt-step-caps", "Adaptive outer steps are bounded",
                "Whatever the displacements, a coordinate's step is at most gamma (Adagrad), gamma sqrt((1-b1)/(1+b1))"
                        + " (Adagrad with first moment), gamma/sqrt(1-b2) (RMSProp), gamma (1-b1)/sqrt((1-b2) (1-b1^2/b2))"
                        + " (Adam); and Adagrad's squared steps sum to at most gamma^2 ln(1 + v_T/tau^2).",
                "Cauchy-Schwarz on the recursions of arXiv 2003.00295 as used in arXiv 2502.04164", Provenance.DERIVED,
                "second moments from 0, no bias correction", "b1^2 < b2");
    }

    @Override
    public Class<Displacements> instanceType() {
        return Displacements.class;
    }

    /** Displacements over many orders of magnitude; in every third instance growing so that the caps are nearly met. */
    @Override
    public Displacements draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        Outer outer = Outer.values()[(int) Math.floorMod(seed, 4L)];
        boolean growing = random.nextInt(3) == 0;
        double[][] displacements = new double[40][size];
        for (int r = 0; r < displacements.length; r++) {
            for (int i = 0; i < size; i++) {
                displacements[r][i] = growing ? Math.pow(BETA2 / BETA1, r) * 1e-3
                        : random.nextGaussian() * Math.exp(8 * random.nextGaussian());
            }
        }
        return new Displacements(outer, 0.1 + random.nextDouble(), random.nextBoolean() ? 1e-3 : 1e-9, displacements);
    }

    @Override
    public Evidence evaluate(Displacements d) {
        return against(d, d.outer.cap());
    }

    private static Evidence against(Displacements d, double cap) {
        Trajectory run = d.run();
        double rounding = 1e-13 * d.displacements.length * d.rate * d.outer.cap();
        double largest = 0;
        double[] squares = new double[d.displacements[0].length];
        double[] moments = new double[squares.length];
        for (int r = 0; r < d.displacements.length; r++) {
            double[] move = run.move(r);
            for (int i = 0; i < move.length; i++) {
                largest = Math.max(largest, Math.abs(move[i]));
                squares[i] += move[i] * move[i];
                moments[i] += d.displacements[r][i] * d.displacements[r][i];
            }
        }
        List<Inequality> all = new ArrayList<>();
        all.add(new Inequality("largest step of " + d.outer, largest, cap * d.rate, rounding));
        if (d.outer == Outer.ADAGRAD) {
            for (int i = 0; i < squares.length; i++) {
                all.add(new Inequality("sum of squared steps", squares[i],
                        d.rate * d.rate * Math.log1p(moments[i] / (d.tau * d.tau)), d.displacements.length * rounding));
            }
        }
        return Evidence.of(all);
    }

    @Override
    public Control<Displacements> control() {
        return Control.falseClaim("no rule's step is larger than its rate", this, d -> against(d, 1));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("round"), Axis.linear("step / rate"));
        for (Outer outer : Outer.values()) {
            double[][] growing = new double[60][1];
            for (int r = 0; r < growing.length; r++) growing[r][0] = Math.pow(BETA2 / BETA1, r) * 1e-3;
            Trajectory run = new Displacements(outer, 1, 1e-9, growing).run();
            if (outer == Outer.RMSPROP) continue;
            for (int r = 0; r < growing.length; r++) {
                figure.line(outer.toString(), r, run.move(r)[0]);
                figure.dashed("cap of " + outer, r, outer.cap());
            }
        }
        return figure.caption("Displacements that grow by b2/b1 a round, the worst for Adam. RMSProp's cap of 10 is met in"
                + " its first round.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 5);
    }

    @Override
    public int draws() {
        return 80;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
