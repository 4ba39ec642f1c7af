package org.gradus.plots;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * y proportional to a power of x: the straight line of least squares through points in log-log coordinates.
 *
 * @param slope the exponent
 * @param intercept natural logarithm of y at x = 1
 * @param margin half the width of the 95 % interval of the slope by Student's distribution, for errors of log y that are
 *        normal and alike; NaN where two points leave nothing to judge it from
 */
record PowerLaw(double slope, double intercept, double margin) {

    /** The law through the medians of points, all positive; none with fewer than two. */
    static Optional<PowerLaw> fit(List<Band.Point> points) {
        int n = points.size();
        if (n < 2) {
            return Optional.empty();
        }
        double meanX = points.stream().mapToDouble(p -> Math.log(p.x())).sum() / n;
        double meanY = points.stream().mapToDouble(p -> Math.log(p.median())).sum() / n;
        double xx = 0;
        double xy = 0;
        for (Band.Point p : points) {
            double dx = Math.log(p.x()) - meanX;
            xx += dx * dx;
            xy += dx * (Math.log(p.median()) - meanY);
        }
        double slope = xy / xx;
        double intercept = meanY - slope * meanX;
        double residual = 0;
        for (Band.Point p : points) {
            double r = Math.log(p.median()) - intercept - slope * Math.log(p.x());
            residual += r * r;
        }
        double margin = n == 2 ? Double.NaN : student(n - 2) * Math.sqrt(residual / (n - 2) / xx);
        return Optional.of(new PowerLaw(slope, intercept, margin));
    }

    /** The law's values at both ends of a band. */
    Band over(Band band) {
        List<Band.Point> points = band.points();
        return new Band(List.of(at(points.get(0).x()), at(points.get(points.size() - 1).x())));
    }

    /** Such as {@code slope 0.52 ± 0.03}. */
    String label() {
        // The margin with one digit that counts, two if the first is a 1; but never coarser than hundredths.
        int lead = (int) Math.floor(Math.log10(margin));
        int digits = margin >= 1e-4 ? Math.max(2, Math.min(4, margin < 2 * Math.pow(10, lead) ? 1 - lead : -lead)) : 2;
        String number = "%." + digits + "f";
        String text = String.format(Locale.ROOT, "slope " + number, slope);
        return Double.isNaN(margin) ? text : text + String.format(Locale.ROOT, " ± " + number, margin);
    }

    private Band.Point at(double x) {
        double y = Math.exp(intercept + slope * Math.log(x));
        return new Band.Point(x, y, y, y);
    }

    /** The 97.5 % quantile of Student's distribution, by bisection. */
    static double student(int freedom) {
        double low = 0;
        double high = 100;
        while (high - low > 1e-12 * high) {
            double middle = (low + high) / 2;
            if (within(middle, freedom) < 0.95) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /** The probability of -t to t: the finite sums 26.7.3 and 26.7.4 of Abramowitz and Stegun. */
    private static double within(double t, int freedom) {
        double angle = Math.atan(t / Math.sqrt(freedom));
        double cos = Math.cos(angle);
        boolean odd = freedom % 2 == 1;
        double term = odd ? cos : 1;
        double sum = 0;
        for (int k = odd ? 3 : 2; k <= freedom; k += 2) {
            sum += term;
            term *= cos * cos * (k - 1) / k;
        }
        return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
    }
}
