package org.gradus.theory;

import java.util.List;
import java.util.function.Function;

/** A claim about one number, true or false as a test wants it: instances are (seed, size). */
record Planted(Function<Planted.Point, Evidence> evaluation, Control<Planted.Point> control)
        implements Claim<Planted.Point> {
    record Point(long seed, int size) {}

    static Planted claiming(Function<Point, Evidence> evaluation) {
        return new Planted(evaluation, new Control<>("false", Point::new,
                p -> Evidence.of(Inequality.exact("1 <= 0", 1, 0))));
    }

    @Override
    public About about() {
        return new About("planted", "planted", "statement", "source", Provenance.DERIVED, "none");
    }

    @Override
    public Class<Point> instanceType() {
        return Point.class;
    }

    @Override
    public Point draw(long seed, int size) {
        return new Point(seed, size);
    }

    @Override
    public Evidence evaluate(Point instance) {
        return evaluation.apply(instance);
    }

    @Override
    public Figure figure() {
        return Figure.of(Figure.Axis.linear("x"), Figure.Axis.linear("y")).line("line", 0, 0).caption("caption");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(8, 64);
    }

    @Override
    public int draws() {
        return 20;
    }
}
