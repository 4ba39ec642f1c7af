package org.gradus.federated.noise;

import java.util.OptionalDouble;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Catalogue;

/**
 * Zero-mean noise on gradients (where the law has a mean). Draws are never NaN; one is infinite only where the law itself
 * leaves float64, as stable laws of a very small alpha do, and a step then refuses the gradient by name.
 */
public interface Noise {
    /** Adds noise to {@code gradient[from], ..., gradient[from + length - 1]}. */
    void add(double[] gradient, int from, int length, Keyed random);

    /**
     * E|n|^2 of noise on a gradient of that many coordinates: the sigma^2 of theory, total over coordinates. Infinite
     * under heavy tails.
     */
    double variance(int dimension);

    /**
     * E|X|^order of one draw X, a coordinate or the length, for an order &gt; 0: infinite where the moment does not
     * exist, empty where no closed form is known.
     */
    OptionalDouble absoluteMoment(double order);

    /** A type name, text such as {@code "student-t(nu=1.5, scale=0.1)"}, or a map with a {@code type}. */
    static Noise parse(Object spec) {
        return Noises.CATALOGUE.read(spec);
    }

    /** The map that {@link #parse} reads. */
    default Object write() {
        return Catalogue.write(this);
    }
}
