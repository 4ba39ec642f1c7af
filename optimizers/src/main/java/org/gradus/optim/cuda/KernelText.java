package org.gradus.optim.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Reduction;

/** Writes one pass as CUDA C: the structs that it takes, the function of one element, and the kernel around its loops. */
final class KernelText {
    /** Bytes of a block's shared memory for values that wait for their lanes. */
    private static final int SHARED = 16 << 10;
    private static final int LANES = 16;

    private static final String STRUCTS = """
            struct ${name}_uniforms {
                ${uniforms}
            };

            struct ${name}_launch {
                ${T}* const* columns;
                const chunk* chunks;
                ${pointers}
                int count;
                int unused;
                ${by_value}
            };

            static __device__ __forceinline__ void ${name}_one(${parameters})
            {
                ${statements}
            }
            """;

    private static final String KERNEL = """

            extern "C" __global__ void __launch_bounds__(${threads}) ${name}(const ${name}_launch launch)
            {
                ${shared}
                for (int c = blockIdx.x; c < launch.count; c += gridDim.x) {
                    const chunk piece = launch.chunks[c];
                    ${declarations}
                    ${work}
                }
            }
            """;

    /** Sums in the CPU's order: values wait in shared memory until each of 16 lanes takes its own, one after the other. */
    private static final String IN_LANES = """
            for (int k = threadIdx.x; k < ${slots}; k += ${threads}) lanes[k / 16][k % 16] = ${start};
            for (int from = 0; from < piece.length; from += ${tile}) {
                const int n = min(${tile}, piece.length - from);
                ${loops}
                __syncthreads();
                const int lane = threadIdx.x % 16;
                ${folds}
                __syncthreads();
            }
            if (threadIdx.x < ${count}) {
                const int r = threadIdx.x;
                for (int half = 8; half > 0; half /= 2) {
                    for (int i = 0; i < half; i++) lanes[r][i] = ${join};
                }
                launch.partials[(long long) r * launch.count + c] = lanes[r][0];
            }
            __syncthreads();
            """;

    private static final String FOLD = """
            if (threadIdx.x / 16 == ${group}) {
                double sum = lanes[${r}][lane];
                for (int i = lane; i < n; i += 16) {
                    const ${T} x = values[${r}][i];
                    sum = ${fold};
                }
                lanes[${r}][lane] = sum;
            }
            """;

    private static final String FLAG = """
            bad${r} = __syncthreads_or(bad${r});
            if (threadIdx.x == 0) launch.partials[${r}ll * launch.count + c] = bad${r} ? not_a_number() : 0.0;
            """;

    private final CudaKernel kernel;
    private final Elements elements;
    private final List<Integer> columns;
    private final ElementLoop loop;
    private final List<Reduction> reductions;
    private final String type;

    KernelText(CudaKernel kernel) {
        this.kernel = kernel;
        this.elements = kernel.elements();
        this.columns = elements.columns();
        this.loop = new ElementLoop(kernel);
        this.reductions = kernel.reductions();
        this.type = elements.type();
    }

    String text() {
        return structs() + template().with("shared", shared()).with("declarations", declarations()).with("work", work())
                .fill(KERNEL);
    }

    private Template template() {
        return new Template().with("name", kernel.name()).with("T", type).with("threads", CudaKernel.THREADS);
    }

    private String structs() {
        List<String> uniforms = kernel.uniforms().stream()
                .map(id -> type + " u" + id + ";  // " + elements.meaning(id)).toList();
        List<String> pointers = new ArrayList<>();
        if (kernel.usesTable()) pointers.add("const " + kernel.name() + "_uniforms* table;");
        if (kernel.usesCovers()) pointers.add("const cover* covers;");
        if (!reductions.isEmpty()) pointers.add("double* partials;");
        boolean byValue = !uniforms.isEmpty() && !kernel.usesTable();
        String structs = template().with("uniforms", uniforms).with("pointers", pointers)
                .with("by_value", byValue ? kernel.name() + "_uniforms uniforms;" : "")
                .with("parameters", String.join(", ", parameters())).with("statements", statements()).fill(STRUCTS);
        return uniforms.isEmpty() ? structs.substring(structs.indexOf("struct " + kernel.name() + "_launch")) : structs;
    }

    private List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        if (!kernel.uniforms().isEmpty()) parameters.add("const " + kernel.name() + "_uniforms& u");
        for (int array : loop.arrays()) {
            parameters.add((elements.writes(array) ? type + "& " : "const " + type + " ") + elements.array(array));
        }
        for (int r = 0; r < reductions.size(); r++) parameters.add(type + "& r" + r);
        return parameters;
    }

    private List<String> statements() {
        List<String> statements = new ArrayList<>(elements.statements());
        elements.results().forEach((array, value) -> statements.add(elements.array(array) + " = " + value + ";"));
        for (int r = 0; r < reductions.size(); r++) {
            statements.add("r" + r + " = " + elements.value(reductions.get(r).argument()) + ";");
        }
        return statements;
    }

    private List<String> shared() {
        if (!kernel.ordered()) return List.of();
        int n = reductions.size();
        return List.of("__shared__ " + type + " values[" + n + "][" + tile() + "];",
                "__shared__ double lanes[" + n + "][16];");
    }

    private List<String> declarations() {
        List<String> lines = new ArrayList<>();
        if (!columns.isEmpty()) {
            int width = Pass.STATE + kernel.pass().program().slots().size();
            lines.add(type + "* const* columns = launch.columns + " + width + "ll * piece.tensor;");
        }
        for (int array : columns) {
            lines.add((elements.writes(array) ? "" : "const ") + type + "* " + elements.array(array)
                    + " = global(columns[" + array + "]) + piece.start;");
        }
        if (!kernel.uniforms().isEmpty()) {
            // What lies in memory is copied: as far as the compiler knows, a store to a parameter may change it.
            lines.add("const " + kernel.name() + "_uniforms"
                    + (kernel.usesTable() ? " u = launch.table[piece.tensor];" : "& u = launch.uniforms;"));
        }
        if (kernel.usesCovers()) {
            lines.add("const cover* covers = launch.covers + " + elements.covers().size() + "ll * piece.tensor;");
        }
        return lines;
    }

    private String work() {
        if (kernel.ordered()) return inLanes();
        List<Integer> looks = IntStream.range(0, reductions.size())
                .filter(r -> reductions.get(r).kind() == Reduction.Kind.FINITE).boxed().toList();
        String flags = looks.stream().map(r -> "int bad" + r + " = 0;\n").collect(Collectors.joining());
        String after = looks.stream().map(r -> template().with("r", r).fill(FLAG)).collect(Collectors.joining());
        return "const int from = 0;\nconst int n = piece.length;\n" + flags + loop.text() + after;
    }

    private String inLanes() {
        List<String> folds = new ArrayList<>();
        for (int r = 0; r < reductions.size(); r++) {
            if (reductions.get(r).slot() >= 0) continue;
            folds.add(template().with("r", r).with("group", r % (CudaKernel.THREADS / LANES))
                    .with("fold", fold(reductions.get(r).kind())).fill(FOLD).stripTrailing());
        }
        int n = reductions.size();
        return template().with("slots", LANES * n).with("count", n).with("tile", tile())
                .with("start", byKind("k / 16", "-infinity()", "0.0"))
                .with("join", byKind("r", "greatest(lanes[r][i], lanes[r][i + half])", "lanes[r][i] + lanes[r][i + half]"))
                .with("loops", loop.text()).with("folds", folds).fill(IN_LANES);
    }

    private int tile() {
        return Math.max(4 * LANES, Integer.highestOneBit(SHARED / kernel.width() / reductions.size()));
    }

    private static String fold(Reduction.Kind kind) {
        return switch (kind) {
            case SUM -> "sum + x";
            case SUM_OF_SQUARES -> "sum + (double) x * x";
            case FINITE -> "sum + (x - x)";
            case MAX -> "greatest(sum, (double) x)";
            case COVER_MAX -> throw new IllegalStateException("a cover has no sum");
        };
    }

    /** One text where the reduction of this number is a maximum, another where it is a sum. */
    private String byKind(String number, String max, String sum) {
        List<String> maxima = new ArrayList<>();
        for (int r = 0; r < reductions.size(); r++) {
            if (reductions.get(r).kind() == Reduction.Kind.MAX) maxima.add(number + " == " + r);
        }
        if (maxima.isEmpty()) return sum;
        return maxima.size() == reductions.size() ? max : "(" + String.join(" || ", maxima) + ") ? " + max + " : " + sum;
    }
}
