package org.gradus.theory.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Annealed;
import org.gradus.optim.schedule.Polynomial;
import org.gradus.optim.schedule.Uba;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** The closed forms of UBA. */
final class UbaIdentities implements Claim<UbaIdentities.Shape> {
    private static final double[] PHIS = {2, 0.1, 0.25, 0.5, 1, 5, 10, 20, 50};

    /** The shape and the number of grid points. */
    record Shape(double phi, int steps) {
        Shape {
            Require.positive("phi", phi);
            Require.check(steps >= 100, "steps", "at least 100", steps);
        }
    }

    @Override
    public About about() {
        return new About("schedules-uba", "Identities of the UBA schedule",
                "The share of the peak is 1/(1 + (phi/2) tan^2(pi u/2)): cosine at phi = 2, 2/(2 + phi) at u = 1/2, of"
                        + " mean 1/(1 + sqrt(phi/2)), decreasing in u and phi, 1 - phi pi^2 u^2/8 at the start and"
                        + " (pi^2/(2 phi)) (1-u)^2 at the end.",
                "Tang et al., arXiv 2505.24452 (the formula); identities derived here", Provenance.DERIVED,
                "phi > 0, single phase");
    }

    @Override
    public Class<Shape> instanceType() {
        return Shape.class;
    }

    @Override
    public Shape draw(long seed, int size) {
        return new Shape(PHIS[(int) Math.floorMod(seed, PHIS.length)], Math.max(100, size));
    }

    @Override
    public Evidence evaluate(Shape shape) {
        Uba uba = new Uba(1, 0, shape.steps, shape.phi, 0, 0, false);
        double further = shape.phi * 1.5;
        Uba faster = new Uba(1, 0, shape.steps, further, 0, 0, false);
        double twoForms = 0;
        double cosine = 0;
        double rise = 0;
        double crossing = 0;
        for (int t = 0; t < shape.steps; t++) {
            double u = (double) t / shape.steps;
            double tangent = Math.tan(Math.PI * u / 2);
            twoForms = Math.max(twoForms, Math.abs(uba.at(t) - 1 / (1 + shape.phi / 2 * tangent * tangent)));
            cosine = Math.max(cosine, Math.abs(uba.at(t) - (1 + Math.cos(Math.PI * u)) / 2));
            rise = Math.max(rise, uba.at(t + 1) - uba.at(t));
            crossing = Math.max(crossing, faster.at(t) - uba.at(t));
        }
        List<Inequality> all = new ArrayList<>(curve(uba::value, uba, shape));
        all.add(Inequality.equal("formula = 1/(1 + (phi/2) tan^2)", twoForms, 0, 3e-15));
        if (shape.phi == 2) all.add(Inequality.equal("phi = 2 is cosine", cosine, 0, 1e-15));
        all.add(Inequality.exact("decreasing in u (largest rise)", rise, 0));
        all.add(Inequality.exact("decreasing in phi (largest crossing)", crossing, 0));
        return Evidence.of(all);
    }

    private static List<Inequality> curve(DoubleUnaryOperator value, Annealed schedule, Shape shape) {
        double mean = 0;
        for (int t = 0; t < shape.steps; t++) mean += schedule.at(t);
        mean /= shape.steps;
        double phi = shape.phi;
        double near = 1e-3 * Math.min(1, 1 / Math.sqrt(phi));
        double far = 1e-3 * Math.min(1, Math.sqrt(phi));
        double start = value.applyAsDouble(near);
        double end = value.applyAsDouble(1 - far);
        return List.of(
                Inequality.close("value at u = 1/2 is 2/(2 + phi)", value.applyAsDouble(0.5), 2 / (2 + phi), 1e-14),
                // A left sum over a decreasing function is off by at most half a cell at either end.
                Inequality.equal("mean is 1/(1 + sqrt(phi/2))", mean, 1 / (1 + Math.sqrt(phi / 2)), 1.0 / shape.steps),
                Inequality.close("start is 1 - phi pi^2 u^2/8", 1 - start, phi * Math.pow(Math.PI * near, 2) / 8, 1e-5),
                Inequality.close("end is (pi^2/(2 phi)) (1-u)^2", end, Math.pow(Math.PI * far, 2) / (2 * phi), 1e-5));
    }

    @Override
    public Control<Shape> control() {
        return Control.falseClaim("the same of (1-u)^phi, a formula that also goes under this name", this, shape -> {
            Polynomial wrong = new Polynomial(1, 0, shape.steps, shape.phi, 0, 0, false);
            return Evidence.of(curve(wrong::value, wrong, shape));
        });
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("progress u"), Axis.linear("share of the peak"));
        for (double phi : new double[] {0.1, 0.5, 1, 2, 5, 20}) {
            Uba uba = new Uba(1, 0, 100, phi, 0, 0, false);
            for (int t = 0; t <= 100; t++) figure.line("phi = " + phi, t / 100.0, uba.value(t / 100.0));
        }
        return figure.caption("One number moves the schedule from constant over cosine (phi = 2) to fast decay; it always"
                + " ends quadratically.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1000, 100_000);
    }

    @Override
    public int draws() {
        return 18;
    }

    @Override
    public int smallest() {
        return 100;
    }
}
