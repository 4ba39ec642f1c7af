package org.gradus.theory.localsgd;

import java.util.List;
import org.gradus.theory.Claim;

/** The claims of this package, in the order of reading. */
public final class LocalSgdClaims {
    public static final List<Claim<?>> ALL = List.of(
            new BestRates(), new BestOuterRate(), new SecondMoments(), new StabilityLimits(), new MomentumCondition());

    private LocalSgdClaims() {}
}
