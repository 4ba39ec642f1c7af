package org.gradus.federated.noise;

import org.apache.commons.math3.special.Gamma;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * Student's t: moments below nu exist,
 * {@code E|X|^p = nu^{p/2} Gamma((p + 1)/2) Gamma((nu - p)/2) / (sqrt(pi) Gamma(nu/2))}; no variance for nu &lt;= 2, no
 * mean for nu &lt;= 1.
 */
@Entry(type = "student-t", about = "symmetric heavy tails; absolute moments below nu are known exactly",
        source = "draws: Bailey 1994, Polar generation of random variates with the t-distribution")
public record StudentT(
        @Option(about = "degrees of freedom, > 0: P(|X| > s) falls like s^-nu") double nu,
        @Option(value = "1", about = "factor of every draw, >= 0") double scale,
        @Option(value = "coordinate", about = "what a draw is: see By") By by) implements ScaledLaw {
    public StudentT {
        Require.positive("nu", nu);
        Require.nonNegative("scale", scale);
    }

    /** A point (u, v) of the disc, {@code w = u^2 + v^2}, gives {@code u sqrt(nu (w^{-2/nu} - 1) / w)}. */
    @Override
    public double draw(Keyed random) {
        double u;
        double w;
        do {
            u = 2 * random.nextOpen() - 1;
            double v = 2 * random.nextOpen() - 1;
            w = u * u + v * v;
        } while (w >= 1);
        return u * Math.sqrt(nu * StrictMath.expm1(-2 / nu * StrictMath.log(w)) / w);
    }

    @Override
    public double unitMoment(double order) {
        if (order >= nu) return Double.POSITIVE_INFINITY;
        return Math.exp(order / 2 * Math.log(nu) + Gamma.logGamma((order + 1) / 2) + Gamma.logGamma((nu - order) / 2)
                - Gamma.logGamma(nu / 2)) / Math.sqrt(Math.PI);
    }
}
