package org.gradus.theory.onebyte;

import java.util.List;
import org.gradus.theory.Claim;

/** The claims of this package, in the order of reading. */
public final class OneByteClaims {
    public static final List<Claim<?>> ALL = List.of(
            new Unbiased(), new Replicas(), new LateJoin(), new ScalarBytes(), new NoiseFloor());

    private OneByteClaims() {}
}
