package org.gradus.theory.lora;

import java.util.List;
import org.gradus.theory.Claim;

/** The claims of this package, in the order of reading. */
public final class LoraClaims {
    public static final List<Claim<?>> ALL = List.of(new OrbitInvariance(), new RegaugedOrbit(), new Consistency(),
            new ZeroStart(), new RankDeficient(), new LowRankStart(),
            new BalancedFeatures(), new MonotoneSpectrum(), new LinearizedRegret(), new Conservation(),
            new RegretIdentity(), new TurningBasis(), new GaugeTable(), new ScalarBarrier(), new SecondOrderGuard());

    private LoraClaims() {}
}
