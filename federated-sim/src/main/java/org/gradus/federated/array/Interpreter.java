package org.gradus.federated.array;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.optim.execute.Fold;
import org.gradus.optim.program.Node;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Slot;

/** Runs the elementwise part of a program, a block of elements at a time, so that columns stay in the nearest cache. */
final class Interpreter {
    private static final int BLOCK = 512;

    private final Node[] nodes;
    private final List<Slot> slots;
    private final List<Reduction> reductions;
    private final int direction;
    private final int next;
    private final int reducing;
    /** For each reducing pass, then for the update: the nodes to compute, in order. */
    private final int[][] bodies;
    private final int[][] passReductions;
    private final int[][] updates;
    private final double[][] columns;
    private final double[][] own;
    /** By reduction: what {@link Fold} adds a chunk up in. */
    private final double[][] lanes;
    private final double[] none;

    /** For the steps of a program, whose first passes reduce. */
    static Interpreter ofSteps(Program program, int reducing) {
        return new Interpreter(program, reducing, false);
    }

    /** For a program that only has a next parameter: a point to evaluate at. */
    static Interpreter ofPoint(Program program) {
        return new Interpreter(program, 0, true);
    }

    private Interpreter(Program program, int reducing, boolean point) {
        this.nodes = program.nodes().toArray(new Node[0]);
        this.slots = program.slots();
        this.reductions = program.reductions();
        this.reducing = reducing;
        this.direction = program.direction();
        this.next = program.next();
        this.updates = program.updates().entrySet().stream().filter(u -> slots.get(u.getKey()).kind() != Slot.Kind.SCALAR)
                .sorted(Map.Entry.comparingByKey()).map(u -> new int[] {u.getKey(), u.getValue()}).toArray(int[][]::new);
        this.bodies = new int[reducing + 1][];
        this.passReductions = new int[reducing][];
        for (int pass = 0; pass < reducing; pass++) {
            int level = pass;
            passReductions[pass] = IntStream.range(0, reductions.size())
                    .filter(r -> reductions.get(r).level() == level && reductions.get(r).kind() != Reduction.Kind.FINITE)
                            .toArray();
            bodies[pass] = body(Arrays.stream(passReductions[pass]).map(r -> reductions.get(r).argument()).toArray());
        }
        int[] roots = Arrays.copyOf(Arrays.stream(updates).mapToInt(u -> u[1]).toArray(), updates.length + 1);
        roots[updates.length] = point ? next : direction;
        this.bodies[reducing] = body(roots);
        this.columns = new double[nodes.length][];
        this.own = new double[nodes.length][];
        this.lanes = new double[reductions.size()][Fold.LANES];
        for (int[] body : bodies) {
            for (int id : body) if (own[id] == null) own[id] = new double[BLOCK];
        }
        this.none = new double[0];
    }

    /** What the roots need: elementwise nodes, and the uniform ones that these use. */
    private int[] body(int... roots) {
        boolean[] needed = new boolean[nodes.length];
        for (int root : roots) needed[root] = true;
        for (int id = nodes.length - 1; id >= 0; id--) {
            if (!needed[id] || nodes[id].uniform()) continue;
            for (int i = 0; i < nodes[id].op().arity(); i++) needed[nodes[id].argument(i)] = true;
        }
        return IntStream.range(0, nodes.length).filter(id -> needed[id]).toArray();
    }

    void reduce(int pass, Piece piece, double[] model, double[] gradient, double[] state, double[] uniforms,
            double[] results) {
        for (int r : passReductions[pass]) results[r] = startLanes(r);
        double[][] maxima = null;
        fill(bodies[pass], uniforms, Math.min(BLOCK, piece.length()));
        for (int from = 0; from < piece.length(); from += BLOCK) {
            int n = Math.min(BLOCK, piece.length() - from);
            compute(bodies[pass], piece, from, n, model, gradient, state);
            for (int r : passReductions[pass]) {
                Reduction reduction = reductions.get(r);
                double[] x = columns[reduction.argument()];
                if (reduction.kind() == Reduction.Kind.COVER_MAX) {
                    if (maxima == null) maxima = new double[slots.size()][];
                    if (maxima[reduction.slot()] == null) maxima[reduction.slot()] = new double[piece.coverLength()];
                    Slices.raise(maxima[reduction.slot()], piece.shape(), from, n, x);
                } else {
                    Fold.block(reduction.kind(), x, n, lanes[r], 0);
                    if ((from + n) % Fold.CHUNK == 0 || from + n == piece.length()) {
                        double chunk = Fold.lanes(reduction.kind(), lanes[r], 0);
                        results[r] = Fold.join(reduction.kind(), results[r], chunk);
                        startLanes(r);
                    }
                }
            }
        }
        for (int slot = 0; maxima != null && slot < maxima.length; slot++) {
            if (maxima[slot] == null) continue;
            int at = piece.slots()[slot];
            for (int i = 0; i < maxima[slot].length; i++) state[at + i] += maxima[slot][i];
        }
    }

    private double startLanes(int r) {
        double start = Fold.start(reductions.get(r).kind());
        Arrays.fill(lanes[r], start);
        return start;
    }

    void update(Piece piece, double[] model, double[] gradient, double[] state, double[] uniforms, double[] directions) {
        int[] body = bodies[reducing];
        double[][] maxima = null;
        fill(body, uniforms, Math.min(BLOCK, piece.length()));
        for (int from = 0; from < piece.length(); from += BLOCK) {
            int n = Math.min(BLOCK, piece.length() - from);
            compute(body, piece, from, n, model, gradient, state);
            System.arraycopy(columns[direction], 0, directions, piece.offset() + from, n);
            for (int[] update : updates) {
                double[] x = columns[update[1]];
                if (slots.get(update[0]).kind() == Slot.Kind.COVER) {
                    if (maxima == null) maxima = new double[slots.size()][];
                    if (maxima[update[0]] == null) maxima[update[0]] = new double[piece.coverLength()];
                    Slices.raise(maxima[update[0]], piece.shape(), from, n, x);
                } else {
                    System.arraycopy(x, 0, state, piece.slots()[update[0]] + from, n);
                }
            }
        }
        for (int slot = 0; maxima != null && slot < maxima.length; slot++) {
            if (maxima[slot] != null) System.arraycopy(maxima[slot], 0, state, piece.slots()[slot], maxima[slot].length);
        }
    }

    /** Writes the node of the next parameter. */
    void next(Piece piece, double[] model, double[] state, double[] uniforms, double[] out) {
        int[] body = bodies[reducing];
        fill(body, uniforms, Math.min(BLOCK, piece.length()));
        for (int from = 0; from < piece.length(); from += BLOCK) {
            int n = Math.min(BLOCK, piece.length() - from);
            compute(body, piece, from, n, model, model, state);
            System.arraycopy(columns[next], 0, out, piece.offset() + from, n);
        }
    }

    /** Uniform values stand in columns, too, so that each operation has one form. */
    private void fill(int[] body, double[] uniforms, int n) {
        for (int id : body) {
            if (!nodes[id].uniform()) continue;
            Arrays.fill(own[id], 0, n, uniforms[id]);
            columns[id] = own[id];
        }
    }

    private void compute(int[] body, Piece piece, int from, int n, double[] model, double[] gradient, double[] state) {
        for (int id : body) {
            Node node = nodes[id];
            if (node.uniform()) continue;
            columns[id] = own[id];
            switch (node.op()) {
                case GRADIENT -> System.arraycopy(gradient, piece.offset() + from, own[id], 0, n);
                case PARAMETER -> System.arraycopy(model, piece.offset() + from, own[id], 0, n);
                case STATE -> System.arraycopy(state, piece.slots()[node.index()] + from, own[id], 0, n);
                case COVER -> Slices.cover(state, piece.slots()[node.index()], piece.shape(), from, n, own[id]);
                default -> Columns.apply(node.op(), columns[node.a()], at(node.b()), at(node.c()), at(node.d()), own[id], n);
            }
        }
    }

    private double[] at(int id) {
        return id < 0 ? none : columns[id];
    }
}
