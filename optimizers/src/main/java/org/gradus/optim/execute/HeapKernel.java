package org.gradus.optim.execute;

import static org.objectweb.asm.Opcodes.*;

import org.gradus.optim.execute.KernelCompiler.Body;
import org.gradus.optim.program.Node;
import org.gradus.optim.program.Pass;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Writes {@link Kernel#heap}: a plain loop over arrays, {@code for (i = 0; i < n; i++) ...}. */
final class HeapKernel {
    private static final int COLUMNS = 1;
    private static final int N = 2;
    private static final int UNIFORMS = 3;

    private final Body body;
    private final MethodVisitor code;
    private final Pass pass;
    private final boolean floats;
    private final int size;
    private final String type;
    private int[] arrays;
    private int i;

    HeapKernel(ClassWriter writer, Pass pass, boolean floats) {
        this.code = writer.visitMethod(0, "heap", KernelCompiler.HEAP, null, null);
        this.pass = pass;
        this.floats = floats;
        this.size = floats ? 1 : 2;
        this.type = floats ? "F" : "D";
        this.body = new Body(code, pass, UNIFORMS + 1) {};
    }

    void write() {
        code.visitCode();
        arrays = new int[body.columns.size() + pass.reductions().size()];
        for (int k = 0; k < arrays.length; k++) {
            arrays[k] = body.local(1);
            body.column(k, "[" + type);
            code.visitVarInsn(ASTORE, arrays[k]);
        }
        for (int id : pass.uniforms()) {
            body.uniform(UNIFORMS, id);
            if (floats) code.visitInsn(D2F);
            store(id);
        }
        i = body.local(1);
        code.visitInsn(ICONST_0);
        code.visitVarInsn(ISTORE, i);
        Label loop = new Label();
        Label test = new Label();
        code.visitJumpInsn(GOTO, test);
        code.visitLabel(loop);
        for (int id : pass.body()) {
            compute(body.node(id));
            store(id);
        }
        pass.outputs().forEach((array, id) -> put(body.columns.indexOf(array), id));
        for (int r = 0; r < pass.reductions().size(); r++) {
            put(body.columns.size() + r, pass.program().reductions().get(pass.reductions().get(r)).argument());
        }
        code.visitIincInsn(i, 1);
        code.visitLabel(test);
        code.visitVarInsn(ILOAD, i);
        code.visitVarInsn(ILOAD, N);
        code.visitJumpInsn(IF_ICMPLT, loop);
        body.end();
    }

    private void compute(Node node) {
        switch (node.op()) {
            case GRADIENT, PARAMETER, STATE, COVER -> {
                code.visitVarInsn(ALOAD, arrays[body.columns.indexOf(Pass.array(node))]);
                code.visitVarInsn(ILOAD, i);
                code.visitInsn(floats ? FALOAD : DALOAD);
            }
            case ADD -> binary(node, FADD, DADD);
            case SUBTRACT -> binary(node, FSUB, DSUB);
            case MULTIPLY -> binary(node, FMUL, DMUL);
            case DIVIDE -> binary(node, FDIV, DDIV);
            case NEGATE -> {
                load(node.a());
                code.visitInsn(floats ? FNEG : DNEG);
            }
            case MIN -> math("min", node.a(), node.b());
            case MAX -> math("max", node.a(), node.b());
            case ABS -> math("abs", node.a());
            case SIGN -> math("signum", node.a());
            case SQRT -> squareRoot(node);
            case SELECT -> select(node);
            default -> throw new IllegalStateException(node.op() + " in a loop body");
        }
    }

    private void binary(Node node, int floatOp, int doubleOp) {
        load(node.a());
        load(node.b());
        code.visitInsn(floats ? floatOp : doubleOp);
    }

    private void math(String name, int... arguments) {
        for (int argument : arguments) load(argument);
        code.visitMethodInsn(INVOKESTATIC, "java/lang/Math", name, "(" + type.repeat(arguments.length) + ")" + type, false);
    }

    /** The root of a float taken in float64 and rounded is the float's root, exactly. */
    private void squareRoot(Node node) {
        load(node.a());
        if (floats) code.visitInsn(F2D);
        code.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "sqrt", "(D)D", false);
        if (floats) code.visitInsn(D2F);
    }

    private void select(Node node) {
        Label otherwise = new Label();
        Label end = new Label();
        load(node.a());
        load(node.b());
        code.visitInsn(floats ? FCMPG : DCMPG);
        code.visitJumpInsn(IFGE, otherwise);
        load(node.c());
        code.visitJumpInsn(GOTO, end);
        code.visitLabel(otherwise);
        load(node.d());
        code.visitLabel(end);
    }

    private void put(int column, int id) {
        code.visitVarInsn(ALOAD, arrays[column]);
        code.visitVarInsn(ILOAD, i);
        load(id);
        code.visitInsn(floats ? FASTORE : DASTORE);
    }

    private void store(int id) {
        int local = body.local(size);
        body.locals.put(id, local);
        code.visitVarInsn(floats ? FSTORE : DSTORE, local);
    }

    private void load(int id) {
        code.visitVarInsn(floats ? FLOAD : DLOAD, body.locals.get(id));
    }
}
