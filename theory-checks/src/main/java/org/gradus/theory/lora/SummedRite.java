package org.gradus.theory.lora;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.lora.LoraRite.SecondMoment;
import org.gradus.optim.catalogue.Optimizers;

/** The setting of Theorems 3 and 4: LoRA-RITE with summed second moment and escaped mass, without first moment and eps. */
final class SummedRite {
    static final double RATE = 0.3;
    private static final int STEPS = 30;
    /** What counts as full column rank. */
    private static final double CONDITION = 1e6;

    private SummedRite() {}

    static String optimizer(double beta1, boolean escape) {
        return "lora-rite(preset=paper, lr=" + RATE + ", beta1=" + beta1 + ", escape=" + escape + ")";
    }

    /** A noisy quadratic whose noise is Gaussian and in every fourth instance of rank 1. */
    static Problem draw(long seed, int size) {
        SplittableRandom random = new SplittableRandom(1000 * seed + size);
        Size shape = Size.of(size);
        Problem p = Problem.of(optimizer(0, true), shape, 0.5, STEPS, random);
        if (seed % 4 == 3) {
            for (int t = 0; t < STEPS; t++) {
                p.noise()[t] = Matrices.of(Matrices.gaussian(shape.m(), 1, random))
                        .multiply(Matrices.of(Matrices.gaussian(1, shape.n(), random))).getData();
            }
        }
        return p;
    }

    /** What of the setting the problem's optimizer or its way breaks. */
    static Optional<String> broken(Problem p, List<SideHistory> sides) {
        LoraRite preset = (LoraRite) Optimizers.read(optimizer(0, true));
        if (!preset.equals(Optimizers.read(p.optimizer()))) {
            return Optional.of("the optimizer " + optimizer(0, true) + ", but it is " + p.optimizer());
        }
        double worst = sides.stream().mapToDouble(SideHistory::condition).max().orElseThrow();
        return worst <= CONDITION ? Optional.empty()
                : Optional.of("A and B of full column rank, but a condition number is " + worst);
    }

    /** Whether an optimizer sums its second moment and adds the escaped mass, which is all that the spectrum needs. */
    static boolean sums(Problem p) {
        return Optimizers.read(p.optimizer()) instanceof LoraRite o && o.secondMoment() == SecondMoment.SUM && o.escape();
    }
}
