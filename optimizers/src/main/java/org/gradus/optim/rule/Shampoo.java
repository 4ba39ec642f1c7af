package org.gradus.optim.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.optim.MatrixMethod;
import org.gradus.optim.Trait;
import org.gradus.optim.execute.Columns;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.matrix.Block;
import org.gradus.optim.matrix.Desk;
import org.gradus.optim.matrix.Factor;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.MatrixSlot;
import org.gradus.optim.matrix.MatrixStep;
import org.gradus.optim.matrix.Operand;
import org.gradus.optim.matrix.OperandStep;
import org.gradus.optim.matrix.Small;
import org.gradus.optim.matrix.Spectrum;
import org.gradus.optim.matrix.Tall;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * Shampoo for matrices: the gradient between inverse fourth roots of the sums of its two Gram matrices.
 *
 * <pre>
 * left &lt;- left + g gᵀ,  right &lt;- right + gᵀ g          from eps I
 * mu   &lt;- momentum mu + (1 - momentum) g
 * p    &lt;- p - lr left^(-1/4) mu right^(-1/4)
 * </pre>
 *
 * The roots are taken anew at steps 1, 1 + every, 1 + 2 every, ... State of an m x n matrix: m² + n² numbers in
 * float64, twice as many if {@code every > 1}, and one array if there is momentum. Work: O(m³ + n³) where roots are
 * taken, so for long sides it is a yardstick, not a tool.
 */
@Entry(type = "shampoo", about = "gradients between inverse fourth roots of their summed Gram matrices",
        source = "Gupta, Koren and Singer 2018, arXiv 1802.09568, Algorithm 1")
public record Shampoo(
        @Option(value = "0.1", about = "learning rate") Schedule lr,
        @Option(value = "1e-4", about = "start of the diagonals of the Gram sums, > 0") double eps,
        @Option(value = "0", about = "decay of the momentum, in [0, 1)") double momentum,
        @Option(value = "1", about = "steps from one computation of the roots to the next, >= 1") int every)
        implements MatrixMethod {
    public Shampoo {
        Rates.nonNegative("lr", lr);
        Require.positive("eps", eps);
        Require.decayRate("momentum", momentum);
        Require.check(every >= 1, "every", "a number of steps >= 1", every);
    }

    public static Shampoo of(double lr) {
        return new Shampoo(Schedule.constant(lr), 1e-4, 0, 1);
    }

    @Override
    public boolean takesPairs() {
        return false;
    }

    @Override
    public List<MatrixSlot> slots(Block block) {
        Muon.requireMatrix(block, "shampoo");
        Factor p = block.factors().get(0);
        int m = p.rows();
        int n = p.columns();
        List<MatrixSlot> slots = new ArrayList<>(List.of(MatrixSlot.float64("left", p, m, m), MatrixSlot.float64("right", p, n, n)));
        if (every > 1) {
            slots.add(MatrixSlot.float64("leftRoot", p, m, m));
            slots.add(MatrixSlot.float64("rightRoot", p, n, n));
        }
        if (momentum > 0) slots.add(MatrixSlot.like("mu", p));
        return slots;
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ODD);
    }

    @Override
    public String formula() {
        String from = momentum > 0 ? "mu" : "g";
        return "left <- left + g g', right <- right + g'g, from " + eps + " I\n"
                + (momentum > 0 ? "mu <- " + momentum + " mu + (1 - " + momentum + ") g\n" : "")
                + "p <- p - lr left^(-1/4) " + from + " right^(-1/4)" + (every > 1 ? ", roots taken every " + every + " steps" : "");
    }

    @Override
    public String cost() {
        return "state " + (every > 1 ? "2 (m^2 + n^2)" : "m^2 + n^2") + " numbers of float64" + (momentum > 0 ? " and m n more" : "")
                + "; O(m^3 + n^3) operations where roots are taken";
    }

    @Override
    public MatrixStep bind(List<Block> blocks, MatrixMemory memory, Executor executor) {
        List<Operand> operands = blocks.stream().map(b -> new Operand(b.factors().get(0))).toList();
        return new Step(operands, memory, executor);
    }

    /** A symmetric matrix of the state. */
    private record Stored(Columns columns, int r, Object[] buffers) {
        double[] read() {
            double[][] rows = new double[r][r];
            columns.read(rows, buffers);
            return Small.flat(rows);
        }

        void write(double[] a) {
            columns.write(Small.rows(a, r), buffers);
        }
    }

    private final class Step extends OperandStep<Operand> {
        private final MatrixMemory memory;
        private double rate;

        Step(List<Operand> operands, MatrixMemory memory, Executor executor) {
            super(operands, executor);
            this.memory = memory;
        }

        private Stored stored(String slot, Operand operand, int r) {
            return new Stored(new Columns(slot, memory.array(slot, operand.factor()), true), r, Columns.buffers(r));
        }

        @Override
        public void hyperparameters(Map<String, Double> values) {
            values.put("lr", rate);
        }

        @Override
        public void move(long step) {
            rate = lr.at(step - 1);
            each((operand, desk) -> {
                int m = operand.rows();
                int n = operand.columns();
                operand.gradients().read(desk.first, desk.buffers);
                double[] left = root("left", operand, m, outer(desk.first, n, m), step);
                double[] right = root("right", operand, n, Tall.gram(desk.first, n, m), step);
                if (momentum > 0) average(operand, desk);
                Tall.multiply(desk.first, n, right, n, m, desk.second);
                operand.values().read(desk.first, desk.buffers);
                for (int j = 0; j < n; j++) {
                    for (int row = 0; row < m; row++) {
                        double sum = 0;
                        for (int k = 0; k < m; k++) sum += left[row * m + k] * desk.second[j][k];
                        desk.first[j][row] -= rate * sum;
                    }
                }
                operand.values().write(desk.first, desk.buffers);
            });
        }

        /** Adds to a Gram sum; returns its inverse fourth root, of this step or kept since an earlier one. */
        private double[] root(String slot, Operand operand, int r, double[] gram, long step) {
            Stored sum = stored(slot, operand, r);
            double[] total = Small.combination(1, sum.read(), 1, gram);
            sum.write(total);
            boolean due = (step - 1) % every == 0;
            if (!due) return stored(slot + "Root", operand, r).read();
            for (int k = 0; k < r; k++) total[k * r + k] += eps;
            double[] root = Spectrum.of(Small.symmetric(total, r), r).map(x -> Math.pow(Math.max(x, eps), -0.25));
            if (every > 1) stored(slot + "Root", operand, r).write(root);
            return root;
        }

        private void average(Operand operand, Desk desk) {
            Columns mu = operand.columns(memory.array("mu", operand.factor()));
            mu.read(desk.second, desk.buffers);
            for (int j = 0; j < operand.columns(); j++) {
                for (int row = 0; row < operand.rows(); row++) {
                    desk.first[j][row] = momentum * desk.second[j][row] + (1 - momentum) * desk.first[j][row];
                }
            }
            mu.write(desk.first, desk.buffers);
        }

        /** g gᵀ. */
        private static double[] outer(double[][] g, int n, int m) {
            double[] out = new double[m * m];
            for (int j = 0; j < n; j++) {
                for (int a = 0; a < m; a++) {
                    double x = g[j][a];
                    for (int b = 0; b < m; b++) out[a * m + b] += x * g[j][b];
                }
            }
            return out;
        }
    }
}
