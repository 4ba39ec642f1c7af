package org.gradus.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The data of a claim's figure; who draws it is another matter.
 *
 * @param caption what is to be seen, in a sentence
 */
public record Figure(String caption, Axis x, Axis y, List<Series> series) {

    public Figure {
        series = List.copyOf(series);
    }

    /** An axis with its label. */
    public record Axis(String label, boolean log) {
        public static Axis linear(String label) {
            return new Axis(label, false);
        }

        public static Axis log(String label) {
            return new Axis(label, true);
        }
    }

    /** How a series is drawn: what was measured by lines and points, what the claim says by dashes. */
    public enum Mark { LINE, DASHED, POINTS }

    /** Values in pairs; x need not increase where they are points. */
    public record Series(String name, Mark mark, double[] x, double[] y) {
        public Series {
            if (x.length != y.length) throw new IllegalArgumentException(name + ": " + x.length + " x, " + y.length + " y");
        }

        public static Series line(String name, double[] x, double[] y) {
            return new Series(name, Mark.LINE, x, y);
        }

        public static Series dashed(String name, double[] x, double[] y) {
            return new Series(name, Mark.DASHED, x, y);
        }

        public static Series points(String name, double[] x, double[] y) {
            return new Series(name, Mark.POINTS, x, y);
        }
    }

    /** A figure that grows point by point: {@code at("GD", kappa, steps)}. */
    public static Builder of(Axis x, Axis y) {
        return new Builder(x, y);
    }

    /** Collects points by series, in the order in which series first appear. */
    public static final class Builder {
        private record Growing(String name, Mark mark, List<double[]> points) {}

        private final Axis x;
        private final Axis y;
        private final List<Growing> series = new ArrayList<>();

        private Builder(Axis x, Axis y) {
            this.x = x;
            this.y = y;
        }

        public Builder line(String name, double atX, double value) {
            return add(name, Mark.LINE, atX, value);
        }

        public Builder dashed(String name, double atX, double value) {
            return add(name, Mark.DASHED, atX, value);
        }

        public Builder point(String name, double atX, double value) {
            return add(name, Mark.POINTS, atX, value);
        }

        private Builder add(String name, Mark mark, double atX, double value) {
            Growing growing = series.stream().filter(s -> s.name().equals(name)).findFirst().orElseGet(() -> {
                series.add(new Growing(name, mark, new ArrayList<>()));
                return series.get(series.size() - 1);
            });
            growing.points().add(new double[] {atX, value});
            return this;
        }

        public Figure caption(String caption) {
            return new Figure(caption, x, y, series.stream()
                    .map(s -> new Series(s.name(), s.mark(), column(s, 0), column(s, 1)))
                    .toList());
        }

        private static double[] column(Growing s, int column) {
            return Arrays.stream(s.points().toArray(double[][]::new)).mapToDouble(p -> p[column]).toArray();
        }
    }
}
