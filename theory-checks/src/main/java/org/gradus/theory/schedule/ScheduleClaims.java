package org.gradus.theory.schedule;

import java.util.List;
import org.gradus.theory.Claim;

/** The claims of this package, in the order of reading. */
public final class ScheduleClaims {
    public static final List<Claim<?>> ALL = List.of(
            new UbaIdentities(), new ChebyshevBound(), new NoisyQuadratic(), new QuietQuadratic(), new AnnealingSigns(),
            new AnnealingFit(), new MultiPowerFit(), new DecayFraction());

    private ScheduleClaims() {}
}
