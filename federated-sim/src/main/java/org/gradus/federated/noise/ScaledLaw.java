package org.gradus.federated.noise;

import java.util.OptionalDouble;
import org.gradus.federated.random.Keyed;
import org.gradus.optim.option.Require;

/** Noise by a law of one real number, times a scale: a record adds the draw and its moments. */
interface ScaledLaw extends Noise {
    double scale();

    By by();

    /** One draw at scale 1. */
    double draw(Keyed random);

    /** E|X|^order at scale 1; infinite where it does not exist, NaN where no closed form is known. */
    double unitMoment(double order);

    @Override
    default void add(double[] gradient, int from, int length, Keyed random) {
        if (scale() == 0 || length == 0) return;
        if (by() == By.NORM) {
            addByNorm(gradient, from, length, random);
        } else {
            addByCoordinate(gradient, from, length, random);
        }
    }

    default void addByCoordinate(double[] gradient, int from, int length, Keyed random) {
        double scale = scale();
        for (int i = from; i < from + length; i++) gradient[i] += scale * draw(random);
    }

    /** A normal vector has a uniform direction; divided by its own length it is a point of the sphere. */
    private void addByNorm(double[] gradient, int from, int length, Keyed random) {
        double drawn = scale() * draw(random);
        double[] direction = new double[length];
        random.fillGaussian(direction, 0, length, 1);
        double squares = 0;
        for (double x : direction) squares += x * x;
        double norm = Math.sqrt(squares);
        for (int i = 0; i < length; i++) gradient[from + i] += drawn * (direction[i] / norm);
    }

    @Override
    default double variance(int dimension) {
        if (scale() == 0 || dimension == 0) return 0;
        return scale() * scale() * unitMoment(2) * (by() == By.NORM ? 1 : dimension);
    }

    @Override
    default OptionalDouble absoluteMoment(double order) {
        Require.positive("order", order);
        if (scale() == 0) return OptionalDouble.of(0);
        double moment = unitMoment(order);
        return Double.isNaN(moment) ? OptionalDouble.empty()
                : OptionalDouble.of(StrictMath.pow(scale(), order) * moment);
    }
}
