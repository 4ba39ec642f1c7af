package org.gradus.experiments.problem;

import java.util.List;
import org.gradus.optim.option.Catalogue;

/** Every problem that a run spec can name. */
public final class Problems {
    public static final Catalogue<ProblemSpec> CATALOGUE = new Catalogue<>("problem", ProblemSpec.class, List.of(
            DigitsNetwork.class, DigitsSoftmax.class, LoraDigits.class, BreastCancerLogistic.class, AddressesModel.class,
            QuadraticBowl.class, RandomLeastSquares.class));

    private Problems() {}
}
