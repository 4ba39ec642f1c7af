package org.gradus.theory.adam;

import java.util.List;
import org.gradus.theory.Claim;

/** The claims of this package, in the order of reading. */
public final class AdamClaims {
    public static final List<Claim<?>> ALL = List.of(
            new FrozenDiagonal(), new SpreadLaw(), new SeededDiagonal(), new CorrectedDiagonal(), new FrozenLowerBound(),
            new ScalarRegularizer(), new CoordinateRegularizer(), new GeneralHessian(), new GeneralHessianTail(),
            new RowDominance(), new PermutationInvariance(), new RandomRotations(), new TwoCycle(), new CycleFloor(),
            new SignDescent(), new CoordinateSmoothness(), new ConditionNumbers(), new BlockHessians(),
            new OneSidedCondition(),
            new TunedRate(), new BigramGradientDescent(), new BigramSignDescent());

    private AdamClaims() {}
}
