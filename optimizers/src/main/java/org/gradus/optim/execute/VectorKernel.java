package org.gradus.optim.execute;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.execute.KernelCompiler.Body;
import org.gradus.optim.program.Node;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Reduction;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Writes {@link Kernel#direct}: the Vector API over off-heap memory. Each round of the loop takes two vectors
 * (a tenth faster than one), or as many as make 16 elements: so lanes of sums do not depend on the machine.
 *
 * <p>The calls are written by name because the API differs between releases (byte buffers in 17, segments later) and
 * the module may be missing, in which case nothing here is ever linked.
 */
final class VectorKernel {
    private static final String API = "jdk/incubator/vector/";
    private static final String SPECIES = "L" + API + "VectorSpecies;";
    private static final String ANY = "L" + API + "Vector;";
    private static final String ORDER = "Ljava/nio/ByteOrder;";
    private static final String MEMORY = Vectors.SEGMENTS ? "java/lang/foreign/MemorySegment" : "java/nio/ByteBuffer";
    private static final String WIDE = API + "DoubleVector";

    private static final int OFFSET = 2;
    private static final int N = 3;
    private static final int UNIFORMS = 4;
    private static final int SUMS = 5;

    private final ClassWriter writer;
    private final String self;
    private final Body body;
    private final MethodVisitor code;
    private final Pass pass;
    private final boolean floats;
    private final String vector;
    private final int lanes;
    private int[] memories;
    private int position;

    VectorKernel(ClassWriter writer, String self, Pass pass, boolean floats) {
        this.writer = writer;
        this.self = self;
        this.code = writer.visitMethod(0, "direct", KernelCompiler.DIRECT, null, null);
        this.pass = pass;
        this.floats = floats;
        this.vector = API + (floats ? "FloatVector" : "DoubleVector");
        this.lanes = floats ? 2 * Vectors.DOUBLE_LANES : Vectors.DOUBLE_LANES;
        this.body = new Body(code, pass, SUMS + 1) {};
    }

    void write() {
        code.visitCode();
        if (!Vectors.available() || pass.usesCovers()) {
            code.visitTypeInsn(NEW, "java/lang/IllegalStateException");
            code.visitInsn(DUP);
            code.visitMethodInsn(INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "()V", false);
            code.visitInsn(ATHROW);
            code.visitMaxs(0, 0);
            code.visitEnd();
            return;
        }
        constants();
        openColumns();
        for (int id : pass.uniforms()) broadcast(id);
        List<int[]> sums = openSums();
        loop(sums);
        closeSums(sums);
        body.end();
    }

    /** Species and byte order as static finals, which the compiler trusts. */
    private void constants() {
        writer.visitField(ACC_STATIC | ACC_FINAL, "S", SPECIES, null, null);
        writer.visitField(ACC_STATIC | ACC_FINAL, "D", SPECIES, null, null);
        writer.visitField(ACC_STATIC | ACC_FINAL, "O", ORDER, null, null);
        MethodVisitor init = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        init.visitCode();
        init.visitFieldInsn(GETSTATIC, vector, "SPECIES_PREFERRED", SPECIES);
        init.visitFieldInsn(PUTSTATIC, self, "S", SPECIES);
        init.visitFieldInsn(GETSTATIC, WIDE, "SPECIES_PREFERRED", SPECIES);
        init.visitFieldInsn(PUTSTATIC, self, "D", SPECIES);
        init.visitMethodInsn(INVOKESTATIC, "java/nio/ByteOrder", "nativeOrder", "()" + ORDER, false);
        init.visitFieldInsn(PUTSTATIC, self, "O", ORDER);
        init.visitInsn(RETURN);
        init.visitMaxs(0, 0);
        init.visitEnd();
    }

    private void openColumns() {
        memories = new int[body.columns.size()];
        for (int k = 0; k < memories.length; k++) {
            memories[k] = body.local(1);
            body.column(k, MEMORY);
            code.visitVarInsn(ASTORE, memories[k]);
        }
    }

    private void broadcast(int id) {
        constant("S");
        body.uniform(UNIFORMS, id);
        if (floats) code.visitInsn(D2F);
        code.visitMethodInsn(INVOKESTATIC, vector, "broadcast",
                "(" + SPECIES + (floats ? "F" : "D") + ")L" + vector + ";", false);
        store(id);
    }

    /** For each reduction the local variables of its 16 lanes, loaded from the array of sums. */
    private List<int[]> openSums() {
        List<int[]> sums = new ArrayList<>();
        for (int r = 0; r < pass.reductions().size(); r++) {
            boolean finite = reduction(r).kind() == Reduction.Kind.FINITE;
            int[] parts = new int[finite ? 2 : Fold.LANES / Vectors.DOUBLE_LANES];
            for (int part = 0; part < parts.length; part++) {
                if (finite) {
                    one(0);
                } else {
                    constant("D");
                    code.visitVarInsn(ALOAD, SUMS);
                    body.push(r * Fold.LANES + part * Vectors.DOUBLE_LANES);
                    code.visitMethodInsn(INVOKESTATIC, WIDE, "fromArray", "(" + SPECIES + "[DI)L" + WIDE + ";", false);
                }
                parts[part] = body.local(1);
                code.visitVarInsn(ASTORE, parts[part]);
            }
            sums.add(parts);
        }
        return sums;
    }

    private void closeSums(List<int[]> sums) {
        for (int r = 0; r < sums.size(); r++) {
            if (reduction(r).kind() == Reduction.Kind.FINITE) {
                closeFinite(r, sums.get(r));
                continue;
            }
            for (int part = 0; part < sums.get(r).length; part++) {
                code.visitVarInsn(ALOAD, sums.get(r)[part]);
                code.visitVarInsn(ALOAD, SUMS);
                body.push(r * Fold.LANES + part * Vectors.DOUBLE_LANES);
                code.visitMethodInsn(INVOKEVIRTUAL, WIDE, "intoArray", "([DI)V", false);
            }
        }
    }

    /** One number is enough: lane 0 becomes the sum of all. */
    private void closeFinite(int r, int[] parts) {
        code.visitVarInsn(ALOAD, SUMS);
        body.push(r * Fold.LANES);
        code.visitVarInsn(ALOAD, parts[0]);
        code.visitVarInsn(ALOAD, parts[1]);
        code.visitMethodInsn(INVOKEVIRTUAL, vector, "add", "(" + ANY + ")L" + vector + ";", false);
        code.visitFieldInsn(GETSTATIC, API + "VectorOperators", "ADD", "L" + API + "VectorOperators$Associative;");
        code.visitMethodInsn(INVOKEVIRTUAL, vector, "reduceLanes",
                "(L" + API + "VectorOperators$Associative;)" + (floats ? "F" : "D"), false);
        if (floats) code.visitInsn(F2D);
        code.visitInsn(DASTORE);
    }

    private Reduction reduction(int r) {
        return pass.program().reductions().get(pass.reductions().get(r));
    }

    private void loop(List<int[]> sums) {
        int width = floats ? Float.BYTES : Double.BYTES;
        int vectors = Math.max(2, Fold.LANES / lanes);
        int end = body.local(1);
        code.visitVarInsn(ILOAD, N);
        body.push(width);
        code.visitInsn(IMUL);
        code.visitVarInsn(ILOAD, OFFSET);
        code.visitInsn(IADD);
        code.visitVarInsn(ISTORE, end);
        position = body.local(1);
        code.visitVarInsn(ILOAD, OFFSET);
        code.visitVarInsn(ISTORE, position);
        Label loop = new Label();
        Label test = new Label();
        code.visitJumpInsn(GOTO, test);
        code.visitLabel(loop);
        for (int v = 0; v < vectors; v++) {
            for (int id : pass.body()) {
                compute(body.node(id));
                store(id);
            }
            pass.outputs().forEach((array, id) -> put(body.columns.indexOf(array), id));
            for (int r = 0; r < sums.size(); r++) accumulate(r, sums.get(r), v);
            code.visitIincInsn(position, lanes * width);
        }
        code.visitLabel(test);
        code.visitVarInsn(ILOAD, position);
        code.visitVarInsn(ILOAD, end);
        code.visitJumpInsn(IF_ICMPLT, loop);
    }

    private void compute(Node node) {
        switch (node.op()) {
            case GRADIENT, PARAMETER, STATE -> {
                constant("S");
                place(body.columns.indexOf(Pass.array(node)));
                String from = Vectors.SEGMENTS ? "fromMemorySegment" : "fromByteBuffer";
                code.visitMethodInsn(INVOKESTATIC, vector, from, "(" + SPECIES + "L" + MEMORY + ";"
                        + (Vectors.SEGMENTS ? "J" : "I") + ORDER + ")L" + vector + ";", false);
            }
            case ADD -> binary(node, "add");
            case SUBTRACT -> binary(node, "sub");
            case MULTIPLY -> binary(node, "mul");
            case DIVIDE -> binary(node, "div");
            case MIN -> binary(node, "min");
            case MAX -> binary(node, "max");
            case NEGATE -> unary(node, "neg");
            case ABS -> unary(node, "abs");
            case SQRT -> unary(node, "sqrt");
            case SIGN -> sign(node);
            case SELECT -> {
                load(node.d());
                load(node.c());
                load(node.a());
                code.visitFieldInsn(GETSTATIC, API + "VectorOperators", "LT", "L" + API + "VectorOperators$Comparison;");
                load(node.b());
                blendWhere();
            }
            default -> throw new IllegalStateException(node.op() + " in a loop body");
        }
    }

    /** x, but 1 where x > 0 and -1 where x < 0: zeros keep their sign, NaN stays. */
    private void sign(Node node) {
        String comparison = "L" + API + "VectorOperators$Comparison;";
        load(node.a());
        one(1);
        load(node.a());
        code.visitFieldInsn(GETSTATIC, API + "VectorOperators", "GT", comparison);
        one(0);
        blendWhere();
        one(-1);
        load(node.a());
        code.visitFieldInsn(GETSTATIC, API + "VectorOperators", "LT", comparison);
        one(0);
        blendWhere();
    }

    /** Stack: base, replacement, left, comparison, right. Leaves base with replacement where left compares to right. */
    private void blendWhere() {
        code.visitMethodInsn(INVOKEVIRTUAL, vector, "compare", "(L" + API + "VectorOperators$Comparison;" + ANY + ")L"
                + API + "VectorMask;", false);
        code.visitMethodInsn(INVOKEVIRTUAL, vector, "blend", "(" + ANY + "L" + API + "VectorMask;)L" + vector + ";", false);
    }

    private void one(int value) {
        constant("S");
        body.push(value);
        code.visitInsn(floats ? I2F : I2D);
        code.visitMethodInsn(INVOKESTATIC, vector, "broadcast",
                "(" + SPECIES + (floats ? "F" : "D") + ")L" + vector + ";", false);
    }

    private void unary(Node node, String name) {
        load(node.a());
        code.visitMethodInsn(INVOKEVIRTUAL, vector, name, "()L" + vector + ";", false);
    }

    private void binary(Node node, String name) {
        load(node.a());
        load(node.b());
        code.visitMethodInsn(INVOKEVIRTUAL, vector, name, "(" + ANY + ")L" + vector + ";", false);
    }

    private void put(int column, int id) {
        load(id);
        place(column);
        code.visitMethodInsn(INVOKEVIRTUAL, vector, Vectors.SEGMENTS ? "intoMemorySegment" : "intoByteBuffer",
                "(L" + MEMORY + ";" + (Vectors.SEGMENTS ? "J" : "I") + ORDER + ")V", false);
    }

    /** Adds the v-th vector of a round to its lanes, widened to float64. */
    private void accumulate(int r, int[] parts, int v) {
        Reduction reduction = reduction(r);
        if (reduction.kind() == Reduction.Kind.FINITE) {
            // x - x is 0 or NaN, and no order of adding changes that.
            int sum = parts[v % parts.length];
            code.visitVarInsn(ALOAD, sum);
            load(reduction.argument());
            load(reduction.argument());
            code.visitMethodInsn(INVOKEVIRTUAL, vector, "sub", "(" + ANY + ")L" + vector + ";", false);
            code.visitMethodInsn(INVOKEVIRTUAL, vector, "add", "(" + ANY + ")L" + vector + ";", false);
            code.visitVarInsn(ASTORE, sum);
            return;
        }
        int halves = floats ? 2 : 1;
        for (int half = 0; half < halves; half++) {
            int sum = parts[(v * halves + half) % parts.length];
            int x = body.local(1);
            load(reduction.argument());
            if (floats) {
                code.visitFieldInsn(GETSTATIC, API + "VectorOperators", "F2D", "L" + API + "VectorOperators$Conversion;");
                constant("D");
                body.push(half);
                code.visitMethodInsn(INVOKEVIRTUAL, vector, "convertShape", "(L" + API + "VectorOperators$Conversion;"
                        + SPECIES + "I)" + ANY, false);
                code.visitTypeInsn(CHECKCAST, WIDE);
            }
            code.visitVarInsn(ASTORE, x);
            code.visitVarInsn(ALOAD, sum);
            code.visitVarInsn(ALOAD, x);
            if (reduction.kind() == Reduction.Kind.SUM_OF_SQUARES) {
                code.visitVarInsn(ALOAD, x);
                wide("mul");
            }
            wide(reduction.kind() == Reduction.Kind.MAX ? "max" : "add");
            code.visitVarInsn(ASTORE, sum);
        }
    }

    private void wide(String name) {
        code.visitMethodInsn(INVOKEVIRTUAL, WIDE, name, "(" + ANY + ")L" + WIDE + ";", false);
    }

    /** Pushes a column's memory, the position in it, and the byte order. */
    private void place(int column) {
        code.visitVarInsn(ALOAD, memories[column]);
        code.visitVarInsn(ILOAD, position);
        if (Vectors.SEGMENTS) code.visitInsn(I2L);
        constant("O");
    }

    private void constant(String field) {
        code.visitFieldInsn(GETSTATIC, self, field, field.equals("O") ? ORDER : SPECIES);
    }

    private void store(int id) {
        int local = body.locals.computeIfAbsent(id, k -> body.local(1));
        code.visitVarInsn(ASTORE, local);
    }

    private void load(int id) {
        code.visitVarInsn(ALOAD, body.locals.get(id));
    }
}
