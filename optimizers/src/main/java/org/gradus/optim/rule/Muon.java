package org.gradus.optim.rule;

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
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * Muon: momentum whose step is made orthogonal.
 *
 * <pre>
 * mu &lt;- momentum mu + (1 - momentum) g
 * u  = (1 - momentum) g + momentum mu     (without nesterov: u = mu)
 * x  = u / (|u| + 1e-7), then steps times  x &lt;- 3.4445 x + x (-4.7750 xᵀx + 2.0315 (xᵀx)²)
 * p  &lt;- p - lr (sqrt(max(1, rows / columns)) x + weightDecay p)
 * </pre>
 *
 * with x turned so that it has no more columns than rows. The iteration brings all singular values near 1 (0.7 to
 * 1.2); {@code steps: 0} takes the exact polar factor instead. For matrices; send others elsewhere by a route.
 * State: one array. Work: about 6 steps (rows columns²) operations.
 */
@Entry(type = "muon", about = "momentum orthogonalized by a Newton-Schulz iteration, for matrices",
        source = "Jordan et al. 2024, kellerjordan.github.io/posts/muon")
public record Muon(
        @Option(value = "0.02", about = "learning rate") Schedule lr,
        @Option(value = "0.95", about = "decay of the momentum, in [0, 1)") double momentum,
        @Option(value = "true", about = "look ahead along the momentum") boolean nesterov,
        @Option(value = "5", about = "iterations; 0: the exact polar factor") int steps,
        @Option(value = "0", about = "decoupled: the parameter also shrinks by lr * weightDecay") Schedule weightDecay)
        implements MatrixMethod {
    private static final double TINY = 1e-7;

    public Muon {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecay", weightDecay);
        Require.decayRate("momentum", momentum);
        Require.check(steps >= 0 && steps <= 100, "steps", "in 0..100", steps);
    }

    public static Muon of(double lr) {
        return new Muon(Schedule.constant(lr), 0.95, true, 5, Schedule.constant(0));
    }

    @Override
    public boolean takesPairs() {
        return false;
    }

    @Override
    public List<MatrixSlot> slots(Block block) {
        requireMatrix(block, "muon");
        return List.of(MatrixSlot.like("mu", block.factors().get(0)));
    }

    static void requireMatrix(Block block, String method) {
        int axes = block.factors().get(0).array().rank();
        if (axes != 2) {
            throw new InvalidInput(method + " takes matrices, but parameter '" + block.name() + "' has " + axes
                    + (axes == 1 ? " axis" : " axes") + "; send it to another optimizer by a route");
        }
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.ODD);
    }

    @Override
    public MatrixStep bind(List<Block> blocks, MatrixMemory memory, Executor executor) {
        return new Step(blocks.stream().map(block -> new Turned(block.factors().get(0), memory)).toList(), executor);
    }

    @Override
    public String formula() {
        String direction = nesterov ? "(1 - " + momentum + ") g + " + momentum + " mu" : "mu";
        String polar = steps == 0 ? "x = the orthogonal polar factor of " + direction
                : "x = u / (|u| + 1e-7), u = " + direction + "\n" + steps + " times x <- 3.4445 x + x (-4.775 x'x + 2.0315 (x'x)^2)";
        return "mu <- " + momentum + " mu + (1 - " + momentum + ") g\n" + polar
                + "\np <- p - lr (sqrt(max(1, m / n)) x + weightDecay p)";
    }

    @Override
    public String cost() {
        return "state m n numbers of the parameter's type; about " + (steps == 0 ? "6" : String.valueOf(4 * steps))
                + " m n min(m, n) operations a step";
    }

    /** A matrix, turned so that it has no more columns than rows, with its momentum. */
    private static final class Turned extends Operand {
        final Columns mu;

        Turned(Factor stored, MatrixMemory memory) {
            super(new Factor(stored.name(), stored.array(), stored.rows() < stored.columns()));
            this.mu = columns(memory.array("mu", stored));
        }
    }

    private final class Step extends OperandStep<Turned> {
        private double rate;
        private double decay;

        Step(List<Turned> operands, Executor executor) {
            super(operands, executor);
        }

        @Override
        public void hyperparameters(Map<String, Double> values) {
            values.put("lr", rate);
            values.put("weightDecay", decay);
        }

        @Override
        public void move(long step) {
            rate = lr.at(step - 1);
            decay = weightDecay.at(step - 1);
            each((operand, desk) -> {
                average(operand, desk);
                double[][] x = orthogonalize(operand, desk);
                boolean taller = !operand.factor().transposed();
                double scale = rate * (taller ? Math.sqrt((double) operand.rows() / operand.columns()) : 1);
                double[][] p = x == desk.first ? desk.second : desk.first;
                operand.values().read(p, desk.buffers);
                for (int j = 0; j < operand.columns(); j++) {
                    for (int row = 0; row < operand.rows(); row++) p[j][row] -= scale * x[j][row] + rate * decay * p[j][row];
                }
                operand.values().write(p, desk.buffers);
            });
        }

        /** Updates the momentum; the direction before it is orthogonalized goes to the desk's first matrix. */
        private void average(Turned operand, Desk desk) {
            operand.gradients().read(desk.first, desk.buffers);
            operand.mu.read(desk.second, desk.buffers);
            for (int j = 0; j < operand.columns(); j++) {
                double[] g = desk.first[j];
                double[] m = desk.second[j];
                for (int row = 0; row < operand.rows(); row++) {
                    m[row] = momentum * m[row] + (1 - momentum) * g[row];
                    g[row] = nesterov ? (1 - momentum) * g[row] + momentum * m[row] : m[row];
                }
            }
            operand.mu.write(desk.second, desk.buffers);
        }

        private double[][] orthogonalize(Operand operand, Desk desk) {
            int rows = operand.rows();
            int r = operand.columns();
            double[][] x = desk.first;
            double[][] next = desk.second;
            if (steps == 0) {
                double[] triangle = Tall.householder(x, r, rows);
                Tall.multiply(x, r, Spectrum.polarFactor(triangle, r), r, rows, next);
                return next;
            }
            double norm = Math.sqrt(Tall.squares(x, r, rows)) + TINY;
            for (int j = 0; j < r; j++) {
                for (int row = 0; row < rows; row++) x[j][row] /= norm;
            }
            for (int k = 0; k < steps; k++) {
                double[] gram = Tall.gram(x, r, rows);
                double[] mix = Small.combination(-4.7750, gram, 2.0315, Small.times(gram, gram, r));
                for (int j = 0; j < r; j++) mix[j * r + j] += 3.4445;
                Tall.multiply(x, r, mix, r, rows, next);
                double[][] done = x;
                x = next;
                next = done;
            }
            return x;
        }
    }
}
