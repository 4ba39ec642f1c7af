package org.gradus.theory.lora;

import static org.gradus.theory.lora.Gauge.ROTATION;
import static org.gradus.theory.lora.Gauge.SCALAR;
import static org.gradus.theory.lora.Gauge.SIGNED_PERMUTATION;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Which changes of coordinates which optimizer sees in its first step. */
final class GaugeTable implements Claim<GaugeTable.FirstStep> {
    /** What counts as a change: generic instances are far above it. */
    private static final double SEEN = 1e-3;

    /** @param unseen the changes of coordinates that do not change the step of the product */
    record Method(String name, String optimizer, Set<Gauge> unseen) {}

    static final List<Method> METHODS = List.of(
            new Method("gradient descent", "sgd(lr=0.1)", EnumSet.of(SIGNED_PERMUTATION, ROTATION)),
            new Method("Adam", "adam(lr=0.1, eps=0)", EnumSet.of(SIGNED_PERMUTATION)),
            new Method("LoRA+", "lora-plus(lr=0.1, lrRatio=4, eps=0)", EnumSet.of(SIGNED_PERMUTATION)),
            new Method("LoRA-FA", "lora-fa(lr=0.1, eps=0)", EnumSet.of(SIGNED_PERMUTATION)),
            new Method("LAMB", "lamb(lr=0.1, eps=0)", EnumSet.of(SIGNED_PERMUTATION, SCALAR)),
            new Method("Shampoo", "shampoo(lr=0.1, eps=1e-4)", EnumSet.of(SIGNED_PERMUTATION, ROTATION)),
            new Method("Muon", "muon(lr=0.1, momentum=0, nesterov=false, steps=0)",
                    EnumSet.of(SIGNED_PERMUTATION, ROTATION)),
            new Method("Scaled GD", "scaled-gd(lr=0.5, damping=0)", EnumSet.allOf(Gauge.class)),
            new Method("Scaled GD, damped", "scaled-gd(lr=0.5, damping=0.1)", EnumSet.of(SIGNED_PERMUTATION, ROTATION)),
            new Method("Scaled Adam", "scaled-adam(lr=0.1, eps=0, damping=0)", EnumSet.of(SIGNED_PERMUTATION)),
            new Method("LoRA-RITE", "lora-rite(lr=0.1)", EnumSet.allOf(Gauge.class)));

    /**
     * A pair, the gradient of its product, and other coordinates.
     *
     * @param gauges one r x r matrix for each {@link Gauge}, in their order
     */
    record FirstStep(double[][] up, double[][] down, double[][] gradient, double[][][] gauges) {
        /** {@code |dZ(R) - dZ| / |dZ|} of the first step. */
        double change(Optimizer optimizer, Gauge gauge) {
            RealMatrix here = step(optimizer, null);
            return Matrices.distance(step(optimizer, Matrices.of(gauges[gauge.ordinal()])), here) / here.getFrobeniusNorm();
        }

        private RealMatrix step(Optimizer optimizer, RealMatrix gauge) {
            Run run = new Run(optimizer, Matrices.of(up), Matrices.of(down));
            RealMatrix start = run.product();
            if (gauge != null) run.regauge(gauge);
            run.step(Matrices.of(gradient));
            return run.product().subtract(start);
        }

        /** Gram matrices square condition numbers. */
        double rounding(Gauge gauge) {
            double condition = Math.max(condition(up), condition(down));
            return 1024 * 0x1p-53 * Math.pow(condition * condition(gauges[gauge.ordinal()]), 2);
        }

        private static double condition(double[][] a) {
            double[] values = Matrices.singularValues(Matrices.of(a));
            return values[0] / values[values.length - 1];
        }
    }

    @Override
    public About about() {
        return new About("lora-gauge-table", "Which optimizers see the coordinates of a LoRA pair",
                "The first step of Z does not depend on R for: gradient descent, Shampoo, Muon, damped Scaled GD if R is"
                        + " orthogonal; LAMB if R is a multiple of a signed permutation; Adam, LoRA+, LoRA-FA, Scaled"
                        + " Adam if R is a signed permutation; undamped Scaled GD and LoRA-RITE for every R. Other R"
                        + " change it by more than 0.001, generically.",
                "in part Yen et al., arXiv 2410.20625, section 3; Zhang and Pilanci, arXiv 2402.02347", Provenance.DERIVED,
                "A and B of full column rank, r >= 2", "eps = 0 (Shampoo: 1e-4), A, B and G Gaussian");
    }

    @Override
    public Class<FirstStep> instanceType() {
        return FirstStep.class;
    }

    @Override
    public FirstStep draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        Problem p = Problem.of("lora-rite", Size.of(size), 0, 1, random);
        double[][][] gauges = new double[Gauge.values().length][][];
        for (Gauge gauge : Gauge.values()) gauges[gauge.ordinal()] = gauge.draw(Size.of(size).r(), random).getData();
        return new FirstStep(p.up(), p.down(), p.noise()[0], gauges);
    }

    @Override
    public Evidence evaluate(FirstStep step) {
        List<Inequality> all = new ArrayList<>();
        for (Method method : METHODS) {
            Optimizer optimizer = Optimizers.read(method.optimizer);
            for (Gauge gauge : Gauge.values()) {
                String name = method.name + ", " + gauge;
                double change = step.change(optimizer, gauge);
                all.add(method.unseen.contains(gauge) ? Inequality.exact(name + ": no change", change, step.rounding(gauge))
                        : Inequality.exact(name + ": change >= 0.001", SEEN, change));
            }
        }
        return Evidence.of(all);
    }

    @Override
    public Control<FirstStep> control() {
        return Control.falseClaim("Adam does not see rotations", this, step -> Evidence.of(Inequality.exact(
                "Adam, rotation: no change", step.change(Optimizers.read("adam(lr=0.1, eps=0)"), ROTATION),
                step.rounding(ROTATION))));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("1 signed permutation, 2 scalar, 3 rotation, 4 diagonal, 5 generic"),
                Axis.log("|dZ(R) - dZ| / |dZ| of the first step"));
        FirstStep step = draw(0, 12);
        for (Method method : METHODS) {
            Optimizer optimizer = Optimizers.read(method.optimizer);
            for (Gauge gauge : Gauge.values()) {
                figure.line(method.name, gauge.ordinal() + 1, Math.max(1e-16, step.change(optimizer, gauge)));
            }
        }
        return figure.caption("Only LoRA-RITE and undamped scaled gradient descent see nothing, whatever R.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(6, 12, 24);
    }

    @Override
    public int draws() {
        return 15;
    }

    @Override
    public int smallest() {
        return 6;
    }
}
