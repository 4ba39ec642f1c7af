package org.gradus.optim.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.optim.program.Node;
import org.gradus.optim.program.Op;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Slot;

/** What a pass computes for one element, as C: names of arrays and uniforms, and one statement a node. */
final class Elements {
    private final Pass pass;
    private final Program program;
    private final boolean floats;

    Elements(Pass pass, boolean floats) {
        this.pass = pass;
        this.program = pass.program();
        this.floats = floats;
    }

    String type() {
        return floats ? "float" : "double";
    }

    /** An array's name: {@code g}, {@code p}, and for state its last name and its number, which no keyword ends in. */
    static String array(Program program, int array) {
        if (array == Pass.GRADIENT) return "g";
        if (array == Pass.PARAMETER) return "p";
        String name = program.slots().get(array - Pass.STATE).name();
        String letters = name.substring(name.lastIndexOf('/') + 1).replaceAll("[^A-Za-z]", "");
        return (letters.isEmpty() ? "s" : letters) + "_" + (array - Pass.STATE);
    }

    /** The arrays with one number an element that the pass reads or writes, in order. */
    List<Integer> columns() {
        List<Integer> columns = new ArrayList<>();
        for (int array = 0; array < Pass.STATE + program.slots().size(); array++) {
            if ((reads(array) || writes(array)) && !pass.isCover(array)) columns.add(array);
        }
        return columns;
    }

    /** The cover slots that the pass reads or raises, as arrays. */
    List<Integer> covers() {
        List<Integer> covers = new ArrayList<>();
        for (int slot = 0; slot < program.slots().size(); slot++) {
            if (program.slots().get(slot).kind() == Slot.Kind.COVER) covers.add(Pass.STATE + slot);
        }
        return covers;
    }

    boolean reads(int array) {
        return pass.inputs().contains(array);
    }

    boolean writes(int array) {
        return pass.outputs().containsKey(array);
    }

    String array(int array) {
        return array(program, array);
    }

    /** The uniform values that are handed over; constants stand in the text. */
    List<Integer> uniforms() {
        return pass.uniforms().stream().filter(id -> node(id).op() != Op.CONSTANT).toList();
    }

    /** One declaration a node of the body. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        for (int id : pass.body()) {
            Node node = node(id);
            if (!node.op().leaf()) statements.add("const " + type() + " x" + id + " = " + expression(node) + ";");
        }
        return statements;
    }

    /** What is written, by array. */
    Map<Integer, String> results() {
        Map<Integer, String> results = new LinkedHashMap<>();
        pass.outputs().forEach((array, id) -> results.put(array, value(id)));
        return results;
    }

    /** The value of a node inside the body. */
    String value(int id) {
        Node node = node(id);
        if (node.op() == Op.CONSTANT) return literal(node.value());
        if (node.uniform()) return "u.u" + id;
        return node.op().leaf() ? array(Pass.array(node)) : "x" + id;
    }

    private String expression(Node n) {
        return switch (n.op()) {
            case ADD -> value(n.a()) + " + " + value(n.b());
            case SUBTRACT -> value(n.a()) + " - " + value(n.b());
            case MULTIPLY -> value(n.a()) + " * " + value(n.b());
            case DIVIDE -> value(n.a()) + " / " + value(n.b());
            case NEGATE -> "-" + value(n.a());
            case MIN -> "least(" + value(n.a()) + ", " + value(n.b()) + ")";
            case MAX -> "greatest(" + value(n.a()) + ", " + value(n.b()) + ")";
            case ABS -> (floats ? "fabsf(" : "fabs(") + value(n.a()) + ")";
            case SIGN -> "sign(" + value(n.a()) + ")";
            case SQRT -> (floats ? "sqrtf(" : "sqrt(") + value(n.a()) + ")";
            case SELECT -> value(n.a()) + " < " + value(n.b()) + " ? " + value(n.c()) + " : " + value(n.d());
            default -> throw new IllegalStateException(n.op() + " in a loop body");
        };
    }

    private String literal(double value) {
        double rounded = floats ? (float) value : value;
        if (!Double.isFinite(rounded)) {
            return floats ? String.format("__int_as_float(0x%08x)", Float.floatToIntBits((float) rounded))
                    : String.format("__longlong_as_double(0x%016xll)", Double.doubleToLongBits(rounded));
        }
        String text = floats ? Float.toString((float) value) + "f" : Double.toString(value);
        return text.startsWith("-") ? "(" + text + ")" : text;
    }

    /** What the host computes for a uniform value, for the reader. */
    String meaning(int id) {
        return meaning(id, 5).replaceAll("[^ -~]|\\\\", "?");
    }

    private String meaning(int id, int depth) {
        Node n = node(id);
        if (!n.op().leaf() && depth == 0) return "...";
        String a = n.a() < 0 ? "" : meaning(n.a(), depth - 1);
        String b = n.b() < 0 ? "" : meaning(n.b(), depth - 1);
        return switch (n.op()) {
            case CONSTANT -> Double.toString(n.value());
            case SCHEDULE -> program.schedules().get(n.index()).name();
            case STEP -> "t";
            case ELEMENTS -> "n";
            case SCALAR -> program.slots().get(n.index()).name();
            case REDUCTION -> "reduction " + n.index();
            case ADD -> "(" + a + " + " + b + ")";
            case SUBTRACT -> "(" + a + " - " + b + ")";
            case MULTIPLY -> a + " * " + b;
            case DIVIDE -> a + " / " + b;
            case POWER -> a + "^" + b;
            case NEGATE -> "-" + a;
            default -> n.op().name().toLowerCase(Locale.ROOT) + "(" + a + (b.isEmpty() ? "" : ", " + b) + ")";
        };
    }

    private Node node(int id) {
        return program.nodes().get(id);
    }
}
