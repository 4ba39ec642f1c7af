package org.gradus.optim.execute;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.Rule;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Trace;
import org.gradus.optim.schedule.Schedule;

/** A formula made of random instructions: each takes earlier values (by number, modulo how many there are) and adds one. */
public record RandomRule(List<Instruction> code) implements Rule {
    public record Instruction(int operation, int a, int b, int c, int d) {}

    public static final int OPERATIONS = 25;
    private static final Schedule RATE = t -> 0.3 / (1 + t);

    @Override
    public Expr direction(Trace t) {
        List<Expr> elements = new ArrayList<>(List.of(t.gradient(), t.parameter()));
        List<Expr> uniforms = new ArrayList<>(List.of(t.step(), t.schedule("rate", RATE), t.constant(0.3), t.constant(-1.7)));
        for (Instruction i : code) {
            Expr x = pick(elements, i.a);
            Expr y = pick(elements, i.b);
            Expr u = pick(uniforms, i.c);
            Expr v = pick(uniforms, i.d);
            String slot = "s" + elements.size() + "u" + uniforms.size();
            switch (i.operation) {
                case 0 -> elements.add(x.plus(y));
                case 1 -> elements.add(x.minus(y));
                case 2 -> elements.add(x.times(y));
                case 3 -> elements.add(x.over(y));
                case 4 -> elements.add(x.over(y.abs().plus(0.5)));
                case 5 -> elements.add(x.min(y));
                case 6 -> elements.add(x.max(y));
                case 7 -> elements.add(x.abs());
                case 8 -> elements.add(x.sign());
                case 9 -> elements.add(x.abs().sqrt());
                case 10 -> elements.add(x.negate());
                case 11 -> elements.add(x.lerp(y, u));
                case 12 -> elements.add(x.ifLess(y, pick(elements, i.c), pick(elements, i.d)));
                case 13 -> elements.add(x.overOrZero(y));
                case 14 -> elements.add(x.times(u));
                case 15 -> elements.add(x.over(u));
                case 16 -> elements.add(u.minus(x).plus(v));
                case 17 -> elements.add(x.clamp(u, v));
                case 18 -> elements.add(x.ifLess(u, v, y));
                case 19 -> {
                    Expr[] old = new Expr[1];
                    elements.add(t.state(slot, i.b % 3, s -> finite(t, (old[0] = s).lerp(x, 0.25))));
                    elements.add(old[0]);
                }
                case 20 -> elements.add(t.copyOfParameter(slot, s -> finite(t, s.minus(x.times(u)))));
                case 21 -> uniforms.add(t.scalar(slot, 0.5, s -> s.times(0.5).plus(u.min(t.constant(9)))));
                case 22 -> uniforms.add(u.abs().plus(0.1).power(v.min(t.constant(3))));
                case 23 -> uniforms.add(u.over(v).max(u.minus(v)));
                default -> uniforms.add(u.ifLess(v, u.sqrt(), v.negate()));
            }
        }
        return finite(t, elements.get(elements.size() - 1));
    }

    /** Zero in place of NaN and what is huge, so that several steps stay worth comparing. */
    private static Expr finite(Trace t, Expr x) {
        return x.abs().ifLess(t.constant(1e3), x, t.constant(0));
    }

    private static Expr pick(List<Expr> from, int number) {
        return from.get(number % from.size());
    }
}
