package org.gradus.optim.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The data-flow graph while a rule is traced. Equal expressions become one node, constants are folded, and what does
 * not depend on the element is gathered so that the host computes it once a step.
 */
final class Graph {
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Integer> numbers = new HashMap<>();

    Node get(int id) {
        return nodes.get(id);
    }

    List<Node> nodes() {
        return nodes;
    }

    int constant(double value) {
        return intern(new Node(Op.CONSTANT, -1, -1, -1, -1, 0, value, true));
    }

    int leaf(Op op, int index, boolean uniform) {
        return intern(new Node(op, -1, -1, -1, -1, index, 0, uniform));
    }

    int apply(Op op, int... args) {
        int a = args[0];
        int b = args.length > 1 ? args[1] : -1;
        int c = args.length > 2 ? args[2] : -1;
        int d = args.length > 3 ? args[3] : -1;
        boolean uniform = true;
        boolean constant = true;
        for (int arg : args) {
            uniform &= nodes.get(arg).uniform();
            constant &= nodes.get(arg).op() == Op.CONSTANT;
        }
        if (constant) {
            return constant(op.apply(value(a), b < 0 ? 0 : value(b), c < 0 ? 0 : value(c), d < 0 ? 0 : value(d)));
        }
        if (op == Op.POWER && !uniform) {
            throw new IllegalArgumentException("a power of an element is not an operation of a Program: use times and sqrt");
        }
        if (op == Op.SELECT && c == d) return c;
        if (op == Op.POWER && isConstant(b, 0)) return constant(1);
        if ((op == Op.MULTIPLY || op == Op.DIVIDE || op == Op.POWER) && isConstant(b, 1)) return a;
        if ((op == Op.ADD || op == Op.SUBTRACT) && isConstant(b, 0)) return a;
        if (op == Op.MULTIPLY && isConstant(a, 1)) return b;
        if (op == Op.ADD && isConstant(a, 0)) return b;
        // p - (x + p u) = p (1 - u) - x: decoupled decay in two operations instead of three.
        if (op == Op.SUBTRACT && nodes.get(b).op() == Op.ADD) {
            Node sum = nodes.get(b);
            for (int decay : new int[] {sum.a(), sum.b()}) {
                Node product = nodes.get(decay);
                if (product.op() != Op.MULTIPLY || product.a() != a || !nodes.get(product.b()).uniform()) continue;
                int kept = apply(Op.MULTIPLY, a, apply(Op.SUBTRACT, constant(1), product.b()));
                return apply(Op.SUBTRACT, kept, decay == sum.a() ? sum.b() : sum.a());
            }
        }
        // x / u = x (1/u): one division a step instead of one an element.
        if (op == Op.DIVIDE && !nodes.get(a).uniform() && nodes.get(b).uniform()) {
            return apply(Op.MULTIPLY, a, apply(Op.DIVIDE, constant(1), b));
        }
        if (op == Op.MULTIPLY && nodes.get(a).uniform() && !nodes.get(b).uniform()) return apply(op, b, a);
        // (x u) v = x (u v): the host multiplies what is uniform.
        if (op == Op.MULTIPLY && !nodes.get(a).uniform() && nodes.get(b).uniform()) {
            Node x = nodes.get(a);
            if (x.op() == Op.MULTIPLY && nodes.get(x.b()).uniform()) {
                return apply(Op.MULTIPLY, x.a(), apply(Op.MULTIPLY, x.b(), b));
            }
        } else if (op.commutative() && a > b) {
            int swap = a;
            a = b;
            b = swap;
        }
        return intern(new Node(op, a, b, c, d, 0, 0, uniform));
    }

    private double value(int id) {
        return nodes.get(id).value();
    }

    private boolean isConstant(int id, double value) {
        return nodes.get(id).op() == Op.CONSTANT && nodes.get(id).value() == value;
    }

    private int intern(Node node) {
        return numbers.computeIfAbsent(node, n -> {
            nodes.add(n);
            return nodes.size() - 1;
        });
    }
}
