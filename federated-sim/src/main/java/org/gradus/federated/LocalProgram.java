package org.gradus.federated;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gradus.optim.Rule;
import org.gradus.optim.program.Expr;
import org.gradus.optim.program.Node;
import org.gradus.optim.program.Op;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Trace;

/**
 * A local step as one program: the gradient {@code h (y - c) + noise} of a diagonal quadratic, the inner rules, and the
 * displacement d, of which the local model is {@code y = x + d}. The program's gradient is the noise. Operations are those
 * of {@link ClientWork}, in its order, so they give the same bits.
 */
final class LocalProgram {
    /** Arrays of the program, beside the noise and the local model; those of the inner rules come after them. */
    static final int H = Pass.STATE;
    static final int CENTER = Pass.STATE + 1;
    static final int RECEIVED = Pass.STATE + 2;
    static final int DISPLACEMENT = Pass.STATE + 3;
    static final int INNER = Pass.STATE + 4;

    /** No stage of a spec has this name. */
    private static final String STAGE = "";

    private LocalProgram() {}

    static Program of(Map<String, Rule> rules, boolean noisy) {
        Map<String, Function<Trace, Expr>> stages = new LinkedHashMap<>();
        stages.put(STAGE, t -> gradient(t, noisy));
        rules.forEach((name, rule) -> stages.put(name, rule::direction));
        Program traced = Program.of(stages);

        List<Node> nodes = new ArrayList<>(traced.nodes());
        int before = add(nodes, Op.STATE, -1, -1, DISPLACEMENT - Pass.STATE);
        int displacement = add(nodes, Op.SUBTRACT, before, traced.direction(), 0);
        int received = add(nodes, Op.STATE, -1, -1, RECEIVED - Pass.STATE);
        int next = add(nodes, Op.ADD, received, displacement, 0);
        Map<Integer, Integer> updates = new HashMap<>(traced.updates());
        for (int array = H; array < INNER; array++) updates.remove(array - Pass.STATE);
        updates.put(DISPLACEMENT - Pass.STATE, displacement);
        return new Program(nodes, traced.slots(), traced.schedules(), reductions(traced), updates, traced.direction(), next);
    }

    private static Expr gradient(Trace t, boolean noisy) {
        Expr h = t.state("h", same -> same);
        Expr center = t.state("center", same -> same);
        t.state("received", same -> same);
        t.state("displacement", same -> same);
        Expr expected = h.times(t.parameter().minus(center));
        return noisy ? expected.plus(t.gradient()) : expected;
    }

    private static int add(List<Node> nodes, Op op, int a, int b, int slot) {
        nodes.add(new Node(op, a, b, -1, -1, slot, 0, false));
        return nodes.size() - 1;
    }

    /**
     * A model is one tensor, so what goes over all tensors of a client goes over that one. The look at the noise, the last
     * reduction, is left out: what is not finite shows in the displacement.
     */
    private static List<Reduction> reductions(Program traced) {
        return traced.reductions().stream().filter(r -> r.kind() != Reduction.Kind.FINITE)
                .map(r -> new Reduction(r.kind(), Reduction.Scope.TENSOR, r.argument(), r.level(), r.slot())).toList();
    }
}
