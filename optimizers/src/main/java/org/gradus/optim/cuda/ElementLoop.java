package org.gradus.optim.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Reduction;

/** Writes the loops over the elements {@code from .. from + n} of a piece, which a block's threads share. */
final class ElementLoop {
    /** Bytes of a vector access. */
    private static final int PACK = 16;

    /** Four floats or two doubles at a time where all arrays lie alike within 16 bytes, the others one by one. */
    private static final String PACKED = """
            const int head = ${together}min(n, to_pack(${first} + from))${apart};
            const int packs = (n - head) / ${lanes};
            for (int k = threadIdx.x; k < packs; k += ${threads}) {
                const int at = from + head + ${lanes} * k;
                ${load}
                ${four}
                ${store}
            }
            for (int k = threadIdx.x; k < n - ${lanes} * packs; k += ${threads}) {
                const int i = from + (k < head ? k : k + ${lanes} * packs);
                ${one}
            }
            """;

    private static final String SINGLE = """
            for (int k = threadIdx.x; k < n; k += ${threads}) {
                const int i = from + k;
                ${one}
            }
            """;

    private final CudaKernel kernel;
    private final Elements elements;
    private final List<Integer> columns;
    private final List<Integer> covers;
    private final List<Reduction> reductions;
    private final String type;

    ElementLoop(CudaKernel kernel) {
        this.kernel = kernel;
        this.elements = kernel.elements();
        this.columns = elements.columns();
        this.covers = elements.covers();
        this.reductions = kernel.reductions();
        this.type = elements.type();
    }

    /** Columns, then the covers that the body reads or makes. */
    List<Integer> arrays() {
        List<Integer> arrays = new ArrayList<>(columns);
        covers.stream().filter(a -> elements.reads(a) || elements.writes(a)).forEach(arrays::add);
        return arrays;
    }

    /** Covers need the element's own number and go one by one. */
    String text() {
        Template t = new Template().with("threads", CudaKernel.THREADS).with("lanes", PACK / kernel.width())
                .with("one", element(this::inMemory, "piece.start + i"));
        if (columns.isEmpty() || kernel.usesCovers()) return t.fill(SINGLE);
        String first = elements.array(columns.get(0));
        String together = columns.stream().skip(1).map(a -> "together(" + first + ", " + elements.array(a) + ")")
                .collect(Collectors.joining(" && "));
        List<String> load = new ArrayList<>();
        List<String> store = new ArrayList<>();
        for (int array : columns) {
            String a = elements.array(array);
            load.add("pack v_" + a + (elements.reads(array) ? " = *(const pack*) (" + a + " + at);" : ";"));
            if (elements.writes(array)) store.add("*(pack*) (" + a + " + at) = v_" + a + ";");
        }
        List<String> four = new ArrayList<>();
        for (int lane = 0; lane < PACK / kernel.width(); lane++) {
            String part = "." + "xyzw".charAt(lane);
            String call = String.join(" ", element(array -> "v_" + elements.array(array) + part, ""));
            String number = kernel.ordered() ? "const int i = at + " + lane + "; " : "";
            four.add(reductions.isEmpty() ? call : "{ " + number + call + " }");
        }
        return t.with("first", first).with("together", together.isEmpty() ? "" : together + " ? ")
                .with("apart", together.isEmpty() ? "" : " : n").with("load", load).with("store", store).with("four", four)
                .fill(PACKED);
    }

    private String inMemory(int array) {
        return kernel.pass().isCover(array) ? elements.array(array) : elements.array(array) + "[i]";
    }

    /** What happens with element {@code i}, whose arrays are named by place. */
    private List<String> element(IntFunction<String> place, String number) {
        List<String> lines = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        List<String> after = new ArrayList<>();
        if (!kernel.uniforms().isEmpty()) arguments.add("u");
        for (int array : arrays()) {
            String name = elements.array(array);
            arguments.add(place.apply(array));
            if (!kernel.pass().isCover(array)) continue;
            String cover = "covers[" + covers.indexOf(array) + "]";
            lines.add(type + " " + name + (elements.reads(array) ? " = covering(" + cover + ", " + number + ");" : ";"));
            if (elements.writes(array)) after.add("raise(" + cover + ", " + number + ", " + name + ");");
        }
        for (int r = 0; r < reductions.size(); r++) {
            Reduction reduction = reductions.get(r);
            lines.add(type + " r" + r + ";");
            arguments.add("r" + r);
            if (reduction.slot() >= 0) {
                String cover = "covers[" + covers.indexOf(Pass.STATE + reduction.slot()) + "]";
                after.add("raise(" + cover + ", " + number + ", r" + r + ");");
            } else if (kernel.ordered()) {
                after.add("values[" + r + "][i - from] = r" + r + ";");
            } else {
                after.add("bad" + r + " |= !(r" + r + " - r" + r + " == 0);");
            }
        }
        lines.add(kernel.name() + "_one(" + String.join(", ", arguments) + ");");
        lines.addAll(after);
        return lines;
    }
}
