package org.gradus.optim.execute;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * What the running JVM offers of the Vector API ({@code --add-modules jdk.incubator.vector}): whether it is there, how
 * wide it is, and whether vectors are loaded from byte buffers (JDK 17) or memory segments (later).
 */
final class Vectors {
    /** Lanes of a float64 vector; 0 where there is no Vector API. A float32 vector has twice as many. */
    static final int DOUBLE_LANES = doubleLanes();
    static final boolean SEGMENTS = Runtime.version().feature() >= 19;
    private static final Method OF_BUFFER = SEGMENTS ? ofBuffer() : null;

    private Vectors() {}

    static boolean available() {
        return DOUBLE_LANES > 0;
    }

    /** The object that vector kernels load from: the buffer itself, or a segment over it. */
    static Object memory(ByteBuffer bytes) {
        if (!SEGMENTS || !available()) return bytes;
        try {
            return OF_BUFFER.invoke(null, bytes);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int doubleLanes() {
        if (Boolean.getBoolean("gradus.novector")) return 0;
        try {
            Class<?> vector = Class.forName("jdk.incubator.vector.DoubleVector");
            Object species = vector.getField("SPECIES_PREFERRED").get(null);
            int lanes = (int) Class.forName("jdk.incubator.vector.VectorSpecies").getMethod("length").invoke(species);
            return lanes >= 2 && Fold.LANES % (2 * lanes) == 0 ? lanes : 0;
        } catch (ReflectiveOperationException | LinkageError e) {
            return 0;
        }
    }

    private static Method ofBuffer() {
        try {
            return Class.forName("java.lang.foreign.MemorySegment").getMethod("ofBuffer", java.nio.Buffer.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
