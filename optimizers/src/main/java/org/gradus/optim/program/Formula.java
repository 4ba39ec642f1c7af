package org.gradus.optim.program;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints a program as the assignments a paper would write: {@code g} gradient, {@code p} parameter, {@code t} step. */
final class Formula {
    private final Program program;
    private final int[] uses;
    private final Map<Integer, String> shared = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private int line = -1;

    Formula(Program program) {
        this.program = program;
        this.uses = new int[program.nodes().size()];
        List<Integer> roots = new ArrayList<>(program.updates().values());
        roots.add(program.next());
        roots.addAll(reductionArguments());
        boolean[] needed = Program.reachable(program.nodes(), roots);
        for (int id = 0; id < needed.length; id++) {
            if (!needed[id]) continue;
            Node node = program.nodes().get(id);
            for (int i = 0; i < node.op().arity(); i++) uses[node.argument(i)]++;
            if (node.op() == Op.REDUCTION) uses[program.reductions().get(node.index()).argument()]++;
        }
        // The direction is printed once more where the next parameter is used, as an average does.
        if (uses[program.next()] > 0) uses[program.direction()]++;
    }

    String text() {
        for (Reduction reduction : program.reductions()) {
            if (reduction.slot() < 0) continue;
            String argument = print(reduction.argument(), 2);
            lines.add(name(reduction.slot()) + "[axis] <- " + name(reduction.slot()) + "[axis] + max over slice of "
                    + argument);
        }
        for (Map.Entry<Integer, Integer> update : new TreeMap<>(program.updates()).entrySet()) {
            line = update.getKey();
            boolean cover = program.slots().get(line).kind() == Slot.Kind.COVER;
            String value = assigned(update.getValue(), cover ? 2 : 0);
            lines.add(cover ? name(line) + "[axis] <- max over slice of " + value : name(line) + " <- " + value);
            if (cover) continue;
            if (!program.nodes().get(update.getValue()).op().leaf()) shared.put(update.getValue(), name(line));
        }
        line = program.slots().size();
        String direction = assigned(program.direction(), 2);
        lines.add("p <- p - " + direction);
        return String.join("\n", lines);
    }

    private List<Integer> reductionArguments() {
        return program.reductions().stream().filter(r -> r.slot() >= 0).map(Reduction::argument).toList();
    }

    /** What stands right of an assignment: it needs no other name, unless it has one. */
    private String assigned(int id, int place) {
        boolean named = shared.containsKey(id) || id == program.direction() && uses[program.next()] > 0;
        return named ? print(id, place) : print(program.nodes().get(id), place);
    }

    /** The expression, in brackets where it binds less tightly than its place needs. */
    private String print(int id, int place) {
        String known = shared.get(id);
        if (known != null) return known;
        Node node = program.nodes().get(id);
        if (uses[id] > 1 && size(id) > 3) {
            String value = print(node, 0);
            String name = "x" + (1 + shared.values().stream().filter(s -> s.matches("x\\d+")).count());
            shared.put(id, name);
            lines.add(name + " = " + value);
            return name;
        }
        return print(node, place);
    }

    private String print(Node node, int place) {
        return switch (node.op()) {
            case CONSTANT -> number(node.value());
            case SCHEDULE -> schedule(program.schedules().get(node.index()).name());
            case STEP -> "t";
            case ELEMENTS -> "n";
            case GRADIENT -> "g";
            case PARAMETER -> "p";
            case STATE, SCALAR -> old(node.index());
            case COVER -> "cover(" + name(node.index()) + ")";
            case REDUCTION -> reduction(program.reductions().get(node.index()));
            case ADD -> sum(node, place);
            case SUBTRACT -> bracket(print(node.a(), 1) + " - " + print(node.b(), 2), 1, place);
            case MULTIPLY -> product(node, place);
            case DIVIDE -> bracket(print(node.a(), 2) + " / " + print(node.b(), 3), 2, place);
            case MIN -> call("min", node.a(), node.b());
            case MAX -> call("max", node.a(), node.b());
            case NEGATE -> bracket("-" + print(node.a(), 3), 2, place);
            case ABS -> "|" + print(node.a(), 0) + "|";
            case SIGN -> call("sign", node.a());
            case SQRT -> norm(node);
            case POWER -> bracket(print(node.a(), 4) + "^" + print(node.b(), 4), 3, place);
            case SELECT -> "(" + print(node.c(), 0) + " where " + print(node.a(), 1) + " < " + print(node.b(), 1)
                    + ", else " + print(node.d(), 0) + ")";
        };
    }

    /** Numbers last: {@code sqrt(nu) + eps}. */
    private String sum(Node node, int place) {
        boolean swap = program.nodes().get(node.a()).op() == Op.CONSTANT;
        return bracket(print(swap ? node.b() : node.a(), 1) + " + " + print(swap ? node.a() : node.b(), 1), 1, place);
    }

    /** Numbers and rates first: {@code lr * g}. */
    private String product(Node node, int place) {
        if (node.a() == node.b()) return bracket(print(node.a(), 4) + "^2", 3, place);
        Node right = program.nodes().get(node.b());
        if (right.uniform() && right.op().leaf() && right.op() != Op.REDUCTION) {
            return bracket(print(node.b(), 2) + " * " + print(node.a(), 3), 2, place);
        }
        boolean reciprocal = right.op() == Op.DIVIDE && isOne(right.a()) && !shared.containsKey(node.b());
        return bracket(reciprocal ? print(node.a(), 2) + " / " + print(right.b(), 3)
                : print(node.a(), 2) + " * " + print(node.b(), 3), 2, place);
    }

    private String norm(Node sqrt) {
        Node argument = program.nodes().get(sqrt.a());
        if (argument.op() == Op.REDUCTION) {
            Reduction r = program.reductions().get(argument.index());
            if (r.kind() == Reduction.Kind.SUM_OF_SQUARES) return scope(r) + "norm(" + print(r.argument(), 0) + ")";
        }
        return call("sqrt", sqrt.a());
    }

    private String reduction(Reduction r) {
        String argument = print(r.argument(), r.kind() == Reduction.Kind.SUM_OF_SQUARES ? 4 : 0);
        return scope(r) + switch (r.kind()) {
            case SUM -> "sum(" + argument + ")";
            case SUM_OF_SQUARES -> "sum(" + argument + "^2)";
            case MAX, COVER_MAX -> "max(" + argument + ")";
            case FINITE -> "finite(" + argument + ")";
        };
    }

    private static String scope(Reduction r) {
        return r.scope() == Reduction.Scope.TREE ? "global_" : "";
    }

    private String call(String function, int... arguments) {
        List<String> parts = new ArrayList<>();
        for (int argument : arguments) parts.add(print(argument, 0));
        return function + "(" + String.join(", ", parts) + ")";
    }

    /** Reading a slot below the line that assigns it means its value of the step before. */
    private String old(int slot) {
        return name(slot) + (slot < line && program.updates().containsKey(slot) ? ".old" : "");
    }

    private String name(int slot) {
        String full = program.slots().get(slot).name();
        long same = program.slots().stream().filter(s -> last(s.name()).equals(last(full))).count();
        return same > 1 ? full.replace('/', '.') : last(full);
    }

    private String schedule(String full) {
        long same = program.schedules().stream().filter(s -> last(s.name()).equals(last(full))).count();
        return same > 1 ? full.replace('/', '.') : last(full);
    }

    private boolean isOne(int id) {
        Node node = program.nodes().get(id);
        return node.op() == Op.CONSTANT && node.value() == 1;
    }

    private int size(int id) {
        Node node = program.nodes().get(id);
        int size = node.op().leaf() ? 0 : 1;
        for (int i = 0; i < node.op().arity() && size <= 3; i++) size += size(node.argument(i));
        return size;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String bracket(String text, int binding, int place) {
        return binding < place ? "(" + text + ")" : text;
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) return Double.toString(value);
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        if (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6 || value == 0) return rounded.toPlainString();
        String digits = rounded.unscaledValue().toString();
        int sign = value < 0 ? 1 : 0;
        int exponent = rounded.precision() - rounded.scale() - 1;
        String fraction = digits.substring(sign + 1);
        return digits.substring(0, sign + 1) + (fraction.isEmpty() ? "" : "." + fraction) + "e" + exponent;
    }
}
