package org.gradus.optim.execute;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.gradus.optim.program.Node;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.nd4j.linalg.api.buffer.DataType;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Turns a pass into bytecode, so that a rule of any formula is one loop that C2 compiles: over heap arrays (which it
 * vectorizes itself) and, where the JVM has the Vector API, over off-heap memory. Classes are cached by pass and type.
 */
final class KernelCompiler {
    /** What the bytecode depends on: not the schedules, whose values are handed over at each step. */
    private record Key(List<Node> nodes, List<Reduction> reductions, Map<Integer, Integer> outputs, List<Integer> reduced,
            DataType type) {}

    private static final Map<Key, Kernel> COMPILED = new ConcurrentHashMap<>();
    private static final String KERNEL = "org/gradus/optim/execute/Kernel";
    static final String HEAP = "([Ljava/lang/Object;I[D)V";
    static final String DIRECT = "([Ljava/lang/Object;II[D[D)V";

    private KernelCompiler() {}

    static Kernel compile(Pass pass, DataType type) {
        return COMPILED.computeIfAbsent(
                new Key(pass.program().nodes(), pass.program().reductions(), pass.outputs(), pass.reductions(), type),
                k -> define(pass, type));
    }

    /** The arrays that the pass touches, in the order of the kernel's columns. */
    static List<Integer> columns(Pass pass) {
        TreeSet<Integer> arrays = new TreeSet<>(pass.inputs());
        arrays.addAll(pass.outputs().keySet());
        return new ArrayList<>(arrays);
    }

    private static Kernel define(Pass pass, DataType type) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return "java/lang/Object";
            }
        };
        String name = "org/gradus/optim/execute/Kernel$Compiled";
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, name, null, KERNEL, null);
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, KERNEL, "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
        boolean floats = type == DataType.FLOAT;
        new HeapKernel(writer, pass, floats).write();
        new VectorKernel(writer, name, pass, floats).write();
        writer.visitEnd();
        try {
            return (Kernel) MethodHandles.lookup().defineHiddenClass(writer.toByteArray(), true).lookupClass()
                    .getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("kernel does not load", e);
        }
    }

    /** What both kinds of kernel share: local variables by node, and pushing small integers. */
    abstract static class Body {
        final MethodVisitor code;
        final Program program;
        final Pass pass;
        final List<Integer> columns;
        final Map<Integer, Integer> locals = new HashMap<>();
        private int nextLocal;

        Body(MethodVisitor code, Pass pass, int parameters) {
            this.code = code;
            this.program = pass.program();
            this.pass = pass;
            this.columns = columns(pass);
            this.nextLocal = parameters;
        }

        final int local(int size) {
            nextLocal += size;
            return nextLocal - size;
        }

        final Node node(int id) {
            return program.nodes().get(id);
        }

        final void push(int value) {
            if (value >= -1 && value <= 5) code.visitInsn(Opcodes.ICONST_0 + value);
            else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) code.visitIntInsn(Opcodes.BIPUSH, value);
            else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) code.visitIntInsn(Opcodes.SIPUSH, value);
            else code.visitLdcInsn(value);
        }

        /** Leaves a column of the array parameter on the stack, cast to its type. */
        final void column(int index, String type) {
            code.visitVarInsn(Opcodes.ALOAD, 1);
            push(index);
            code.visitInsn(Opcodes.AALOAD);
            code.visitTypeInsn(Opcodes.CHECKCAST, type);
        }

        /** Leaves the value of a uniform node on the stack, as a double. */
        final void uniform(int parameter, int id) {
            code.visitVarInsn(Opcodes.ALOAD, parameter);
            push(id);
            code.visitInsn(Opcodes.DALOAD);
        }

        final void end() {
            code.visitInsn(Opcodes.RETURN);
            code.visitMaxs(0, 0);
            code.visitEnd();
        }
    }
}
