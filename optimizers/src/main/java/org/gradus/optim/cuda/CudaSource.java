package org.gradus.optim.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.gradus.optim.execute.Uniforms;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A program as CUDA C, one kernel a pass: {@code reduce0}, {@code reduce1}, ..., then {@code update}. A launch goes over all
 * tensors: a list of pieces says which tensor each lies in and where, a table has the tensors' addresses. Every operation
 * is rounded once, as IEEE 754 says and as the CPU does it, so it must be compiled without contraction
 * ({@code --fmad=false}).
 */
public final class CudaSource {
    /** The name of the kernel that lets sums of slice maxima grow (SM3-I). */
    static final String GROW = "grow";
    /** Axes that a tensor with covers may have. */
    static final int AXES = 8;

    private static final String PRELUDE = """
            // ${type}. To be compiled with --fmad=false: every operation is rounded once.
            //
            ${formula}

            typedef ${pack} pack;

            struct chunk {
                long long start;
                int tensor;
                int length;
            };

            /** Tells the compiler that the address is in the card's own memory. */
            template <typename P> static __device__ __forceinline__ P global(P address)
            {
                __builtin_assume(__isGlobal(address));
                return address;
            }

            /** Elements before the first one at a multiple of 16 bytes. */
            static __device__ __forceinline__ int to_pack(const ${T}* a)
            {
                return (int) ((16 - ((unsigned long long) a & 15)) & 15) / (int) sizeof(${T});
            }

            static __device__ __forceinline__ bool together(const ${T}* a, const ${T}* b)
            {
                return (((unsigned long long) a ^ (unsigned long long) b) & 15) == 0;
            }

            """;

    private static final String SIGN = """
            static __device__ __forceinline__ ${T} sign(${T} x)
            {
                return x > 0 ? (${T}) 1 : x < 0 ? (${T}) -1 : x;
            }

            """;

    /** As Java's: NaN wins, and -0 is less than 0. */
    private static final String EXTREME = """
            static __device__ __forceinline__ ${T} least(${T} a, ${T} b)
            {
                if (a != a) return a;
                if (a == 0 && b == 0) return ${bits}(a) < 0 ? a : b;
                return a <= b ? a : b;
            }

            static __device__ __forceinline__ ${T} greatest(${T} a, ${T} b)
            {
                if (a != a) return a;
                if (a == 0 && b == 0) return ${bits}(a) < 0 ? b : a;
                return a >= b ? a : b;
            }

            """;

    private static final String NOT_A_NUMBER = """
            static __device__ __forceinline__ double not_a_number()
            {
                return __longlong_as_double(0x7ff8000000000000ll);
            }

            """;

    private static final String INFINITY = """
            static __device__ __forceinline__ double infinity()
            {
                return __longlong_as_double(0x7ff0000000000000ll);
            }

            """;

    /** Entries of a cover are never negative, so their bits are in the order of their values. */
    private static final String COVERED = """
            struct cover {
                long long rank;
                long long shape[${axes}];
                ${T}* entries[${axes}];
                ${T}* maxima[${axes}];
            };

            static __device__ ${T} covering(const cover& c, long long i)
            {
                ${T} value = (${T}) infinity();
                for (int axis = (int) c.rank - 1; axis >= 0; axis--) {
                    value = least(value, c.entries[axis][i % c.shape[axis]]);
                    i /= c.shape[axis];
                }
                return value;
            }

            static __device__ void raise(const cover& c, long long i, ${T} value)
            {
                const ${int} bits = ${bits}(value != value ? (${T}) not_a_number() : value);
                for (int axis = (int) c.rank - 1; axis >= 0; axis--) {
                    atomicMax((${int}*) (c.maxima[axis] + i % c.shape[axis]), bits);
                    i /= c.shape[axis];
                }
            }

            struct grow_launch {
                ${T}* sums;
                const ${T}* entries;
                const ${T}* maxima;
                long long length;
            };

            extern "C" __global__ void grow(const grow_launch launch)
            {
                const long long step = (long long) gridDim.x * blockDim.x;
                for (long long i = (long long) blockIdx.x * blockDim.x + threadIdx.x; i < launch.length; i += step) {
                    launch.sums[i] = launch.entries[i] + launch.maxima[i];
                }
            }

            """;

    private final List<CudaKernel> kernels;
    private final String text;

    private CudaSource(List<CudaKernel> kernels, String text) {
        this.kernels = kernels;
        this.text = text;
    }

    /** The program for parameters of this type, FLOAT or DOUBLE. */
    public static CudaSource of(Program program, DataType type) {
        boolean floats = type == DataType.FLOAT;
        boolean byTensor = new Uniforms(program).differByTensor();
        List<Pass> passes = program.passes();
        List<CudaKernel> kernels = new ArrayList<>();
        for (int k = 0; k < passes.size(); k++) {
            kernels.add(new CudaKernel(k == passes.size() - 1 ? "update" : "reduce" + k, passes.get(k), floats, byTensor));
        }
        String bodies = kernels.stream().map(k -> new KernelText(k).text()).collect(Collectors.joining("\n"));
        return new CudaSource(List.copyOf(kernels), prelude(program, floats, bodies) + bodies);
    }

    /** What all kernels share, as far as this program needs it. */
    private static String prelude(Program program, boolean floats, String bodies) {
        List<String> formula = program.formula().lines().map(line -> "// " + line.replaceAll("[^ -~]|\\\\", "?")).toList();
        Template own = template(floats).with("type", floats ? "float32" : "float64").with("formula", formula);
        boolean covers = program.slots().stream().anyMatch(s -> s.kind() == Slot.Kind.COVER);
        StringBuilder out = new StringBuilder(own.fill(PRELUDE));
        if (bodies.contains("sign(")) out.append(template(floats).fill(SIGN));
        boolean extremes = covers || bodies.contains("least(") || bodies.contains("greatest(");
        if (extremes) out.append(template(floats).fill(EXTREME));
        if (extremes && floats) out.append(template(false).fill(EXTREME));
        if (covers || bodies.contains("not_a_number()")) out.append(NOT_A_NUMBER);
        if (covers || bodies.contains("infinity()")) out.append(INFINITY);
        if (covers) out.append(template(floats).fill(COVERED));
        return out.toString();
    }

    private static Template template(boolean floats) {
        return new Template().with("T", floats ? "float" : "double").with("pack", floats ? "float4" : "double2")
                .with("int", floats ? "int" : "long long").with("bits", floats ? "__float_as_int" : "__double_as_longlong")
                .with("axes", AXES);
    }

    /** One kernel a pass, in the order of {@link Program#passes()}. */
    List<CudaKernel> kernels() {
        return kernels;
    }

    /** The whole source. */
    public String text() {
        return text;
    }
}
