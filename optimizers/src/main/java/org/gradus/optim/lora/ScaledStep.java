package org.gradus.optim.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.optim.execute.Columns;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.matrix.Block;
import org.gradus.optim.matrix.Desk;
import org.gradus.optim.matrix.Factor;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.Operand;
import org.gradus.optim.matrix.OperandStep;
import org.gradus.optim.matrix.Small;
import org.gradus.optim.matrix.Spectrum;
import org.gradus.optim.matrix.Tall;
import org.gradus.optim.schedule.Schedule;

/** A step of {@link ScaledGd}, or of {@link ScaledAdam}, which sends the same directions through Adam. */
final class ScaledStep extends OperandStep<ScaledStep.Side> {
    private final Schedule lr;
    private final double damping;
    /** Null for plain descent. */
    private final ScaledAdam adam;
    private double rate;
    private double weightDecay;

    /** One factor of a pair; the moments are null for plain descent. */
    static final class Side extends Operand {
        Side partner;
        Columns mu;
        Columns nu;
        /** Of the damped Gram matrix, r x r. */
        double[] inverse;

        Side(Factor factor) {
            super(factor);
        }
    }

    ScaledStep(Schedule lr, double damping, List<Block> blocks, Executor executor) {
        super(sides(blocks), executor);
        this.lr = lr;
        this.damping = damping;
        this.adam = null;
    }

    ScaledStep(ScaledAdam adam, List<Block> blocks, MatrixMemory memory, Executor executor) {
        super(sides(blocks), executor);
        this.lr = adam.lr();
        this.damping = adam.damping();
        this.adam = adam;
        for (Side side : operands) {
            side.mu = side.columns(memory.array("mu", side.factor()));
            side.nu = side.columns(memory.array("nu", side.factor()));
        }
    }

    private static List<Side> sides(List<Block> blocks) {
        List<Side> sides = new ArrayList<>();
        for (Block block : blocks) {
            Side up = new Side(block.factors().get(0));
            Side down = new Side(block.factors().get(1));
            up.partner = down;
            down.partner = up;
            sides.add(up);
            sides.add(down);
        }
        return sides;
    }

    @Override
    public void hyperparameters(Map<String, Double> values) {
        values.put("lr", rate);
        if (adam != null) values.put("weightDecay", weightDecay);
    }

    @Override
    public void move(long step) {
        rate = lr.at(step - 1);
        weightDecay = adam == null ? 0 : adam.weightDecay().at(step - 1);
        each(this::invertGram);
        each((operand, desk) -> {
            int r = operand.columns();
            operand.gradients().read(desk.first, desk.buffers);
            Tall.multiply(desk.first, r, operand.partner.inverse, r, operand.rows(), desk.second);
            if (adam != null) throughAdam(operand, desk, step);
            operand.values().read(desk.first, desk.buffers);
            for (int j = 0; j < r; j++) {
                if (weightDecay != 0) Tall.add(desk.first[j], weightDecay, desk.second[j], 0, operand.rows());
                Tall.add(desk.second[j], -rate, desk.first[j], 0, operand.rows());
            }
            operand.values().write(desk.first, desk.buffers);
        });
    }

    private void invertGram(Side operand, Desk desk) {
        int r = operand.columns();
        operand.values().read(desk.first, desk.buffers);
        double[] gram = Tall.gram(desk.first, r, operand.rows());
        for (int k = 0; k < r; k++) gram[k * r + k] += damping;
        Spectrum spectrum = Spectrum.of(Small.symmetric(gram, r), r);
        double cutoff = r * Math.ulp(1.0) * spectrum.values()[0];
        operand.inverse = spectrum.map(value -> value <= cutoff ? 0 : 1 / value);
    }

    /** The desk's second matrix is a gradient and becomes Adam's step. */
    private void throughAdam(Side operand, Desk desk, long step) {
        double c1 = 1 - Math.pow(adam.beta1(), step);
        double c2 = 1 - Math.pow(adam.beta2(), step);
        operand.mu.read(desk.first, desk.buffers);
        operand.nu.read(desk.third, desk.buffers);
        for (int j = 0; j < operand.columns(); j++) {
            double[] g = desk.second[j];
            double[] m = desk.first[j];
            double[] v = desk.third[j];
            for (int row = 0; row < operand.rows(); row++) {
                m[row] += (1 - adam.beta1()) * (g[row] - m[row]);
                v[row] += (1 - adam.beta2()) * (g[row] * g[row] - v[row]);
                double denominator = Math.sqrt(v[row] / c2) + adam.eps();
                g[row] = denominator == 0 ? 0 : m[row] / c1 / denominator;
            }
        }
        operand.mu.write(desk.first, desk.buffers);
        operand.nu.write(desk.third, desk.buffers);
    }
}
