package org.gradus.theory.localsgd;

import java.util.List;
import org.gradus.theory.Claim;

/** The claims of this package, in the order of reading. */
public final class LocalSgdClaims {
    public static final List<Claim<?>> ALL = List.of(
            new RoundIdentity(), new PathwiseBound(), new OuterSgdBound(), new OuterMomentumBound(),
            new MomentumCondition(), new AcceleratedBound(), new ConfidenceBound(), new BestRates(), new BestOuterRate(),
            new SecondMoments(), new StabilityLimits(), new IllTunedRate(), new NoiseLowersRate(), new PaperNoise(),
            new ProductLaw(), new MomentumRate(), new RoundsScaling(), new NoiseReversesOrder(), new DriftRate(),
            new LastIterateRate());

    private LocalSgdClaims() {}
}
