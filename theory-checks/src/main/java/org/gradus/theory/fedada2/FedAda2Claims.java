package org.gradus.theory.fedada2;

import java.util.List;
import org.gradus.theory.Claim;

/** The claims of this package, in the order of reading. */
public final class FedAda2Claims {
    public static final List<Claim<?>> ALL = List.of(
            new IdenticalClients(), new DifferentClients(), new ThreeClients(), new ScaleInvariance(), new Sm3Order(),
            new ConstantGradient(), new RefreshZeros(), new Traffic(), new JointAdaptivity());

    private FedAda2Claims() {}
}
