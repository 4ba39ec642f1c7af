package org.gradus.theory.lora;

import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.RealMatrix;

/** Kinds of changes of coordinates, from those that most optimizers do not see to those that most see. */
enum Gauge {
    SIGNED_PERMUTATION, SCALAR, ROTATION, DIAGONAL, GENERIC;

    /** An r x r matrix of this kind. */
    RealMatrix draw(int r, SplittableRandom random) {
        RealMatrix gauge = Matrices.zeros(r, r);
        switch (this) {
            case SIGNED_PERMUTATION -> {
                int shift = 1 + random.nextInt(Math.max(1, r - 1));
                for (int i = 0; i < r; i++) gauge.setEntry(i, (i + shift) % r, random.nextBoolean() ? 1 : -1);
            }
            case SCALAR -> {
                for (int i = 0; i < r; i++) gauge.setEntry(i, i, 10);
            }
            case ROTATION -> gauge = Matrices.orthogonal(r, random);
            case DIAGONAL -> {
                for (int i = 0; i < r; i++) gauge.setEntry(i, i, (i % 2 == 0 ? 0.5 : 4) * (1 + 0.2 * random.nextDouble()));
            }
            case GENERIC -> gauge = Matrices.of(Matrices.gauge(r, 5, random));
        }
        return gauge;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
