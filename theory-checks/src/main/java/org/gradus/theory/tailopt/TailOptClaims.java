package org.gradus.theory.tailopt;

import java.util.List;
import org.gradus.theory.Claim;

/** The claims of this package, in the order of reading. */
public final class TailOptClaims {
    public static final List<Claim<?>> ALL = List.of(
            new ClipMoments(), new ClipBias(), new LowerThreshold(), new SkewedFixedPoint(), new Reductions(),
            new Robustness(), new ClippedDrift(), new OuterStepCaps(), new AveragedBound(), new Bi2ClipBound(),
            new AdagradBound(), new StableLaw(), new InnerClipping(), new Spread(), new CoordinateClipping(),
            new OuterAdaptivity(), new NormalNoise(), new TunedThreshold(), new OuterClip(), new InfiniteMoment());

    private TailOptClaims() {}
}
