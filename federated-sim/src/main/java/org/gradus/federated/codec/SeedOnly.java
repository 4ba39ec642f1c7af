package org.gradus.federated.codec;

import java.util.Arrays;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/**
 * Vectors that are a multiple of a direction both sides can draw: {@code v = g z} with z normal from the shared stream, and
 * only g travels. With more directions, g_j is what is left of v along z_j, after rounding of the ones before. Of any other
 * vector it keeps the part along the directions: biased, a share of about directions/d of its square.
 */
@Entry(type = "seed-only", about = "scalars along directions regenerated from the shared seed",
        source = "Zelikman et al. 2023, arXiv 2306.10015")
public record SeedOnly(
        @Option(value = "1", about = "directions, >= 1: scalars sent") int directions,
        @Option(value = "float64", about = "how a scalar travels: see ScalarFormat") ScalarFormat format) implements Codec {
    public SeedOnly {
        Require.check(directions >= 1, "directions", "at least 1", directions);
    }

    @Override
    public byte[] encode(double[] vector, Keyed random) {
        Check.finite(vector);
        Require.check(directions <= vector.length, "directions", "at most " + vector.length
                + ", the length of the vector", directions);
        double[] rest = vector.clone();
        double[] direction = new double[vector.length];
        double[] scalars = new double[directions];
        for (int j = 0; j < directions; j++) {
            random.fillGaussian(direction, 0, direction.length, 1);
            scalars[j] = dot(rest, direction) / dot(direction, direction);
            add(-format.round(scalars[j]), direction, rest);
        }
        return format.encode(scalars);
    }

    @Override
    public void decode(byte[] payload, double[] into, Keyed random) {
        double[] scalars = format.decode(payload, directions);
        double[] direction = new double[into.length];
        Arrays.fill(into, 0);
        for (double scalar : scalars) {
            random.fillGaussian(direction, 0, direction.length, 1);
            add(scalar, direction, into);
        }
        Check.decoded(into);
    }

    private static void add(double factor, double[] direction, double[] to) {
        for (int i = 0; i < to.length; i++) to[i] += factor * direction[i];
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }
}
