package org.gradus.optim.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.matrix.Block;
import org.gradus.optim.matrix.Desk;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.OperandStep;
import org.gradus.optim.matrix.Small;
import org.gradus.optim.matrix.Spectrum;
import org.gradus.optim.matrix.Tall;

/**
 * A step of {@link LoraRite} on all its pairs. Each stage goes over the factors of all pairs in parallel; between the
 * stages only r x r matrices are looked at, and one number for all pairs (the clip).
 */
final class LoraRiteStep extends OperandStep<RiteSide> {
    /** Squared norms this close count as equal. */
    private static final double TIE = 1e-9;

    private final LoraRite rite;
    private final double[] skipped;
    private final double[] clipped;
    private final double[] capped;
    private final double[] guarded;
    private double lr;
    private double weightDecay;

    LoraRiteStep(LoraRite rite, List<Block> blocks, MatrixMemory memory, Executor executor) {
        super(sides(rite, blocks, memory), executor);
        this.rite = rite;
        this.skipped = memory.number("skipped");
        this.clipped = memory.number("clipped");
        this.capped = memory.number("capped");
        this.guarded = memory.number("guarded");
    }

    private static List<RiteSide> sides(LoraRite rite, List<Block> blocks, MatrixMemory memory) {
        List<RiteSide> sides = new ArrayList<>();
        for (Block block : blocks) {
            RiteSide up = new RiteSide(block.factors().get(0), memory, true, rite.lrRatio());
            RiteSide down = new RiteSide(block.factors().get(1), memory, false, 1);
            up.partner = down;
            down.partner = up;
            sides.add(up);
            sides.add(down);
        }
        return sides;
    }

    @Override
    public void hyperparameters(Map<String, Double> values) {
        values.put("lr", lr);
        values.put("weightDecayDecoupled", weightDecay);
    }

    @Override
    public void move(long t) {
        begin(t);
        each(this::split);
        each((side, desk) -> invert(side));
        each(this::unmagnify);
        double clip = clip();
        boolean guard = rite.secondOrderGuard() > 0;
        each((side, desk) -> {
            precondition(side, desk, t, clip);
            if (guard) foresee(side, desk);
            else apply(side, desk);
        });
        if (guard) {
            pairs().forEach(this::guard);
            each(this::apply);
        }
        count();
        if (rite.balance()) each(Regauge::balance);
        if (rite.regauge() > 0 && t % rite.regauge() == 0) {
            each(RiteSide::split);
            pairs().forEach(Regauge::choose);
            each(Regauge::apply);
        }
    }

    /** The scheduled values of this step. */
    void begin(long t) {
        lr = rite.lr().at(t - 1);
        weightDecay = rite.weightDecayDecoupled().at(t - 1);
    }

    void count() {
        for (RiteSide side : operands) {
            if (side.skipped) skipped[0]++;
            if (side.cap < 1) capped[0]++;
        }
    }

    List<RiteSide> sides() {
        return operands;
    }

    /** The up sides: one a pair. */
    private List<RiteSide> pairs() {
        return operands.stream().filter(side -> side.up).toList();
    }

    /** Steps 1 and 4: the factor's basis and triangle, and the turn from the last basis to this one. */
    private void split(RiteSide side, Desk desk) {
        side.split(desk);
        side.basis.read(desk.second, desk.buffers);
        side.turn = Tall.gram(desk.first, side.r, desk.second, side.r, side.rows);
        side.basis.write(desk.first, desk.buffers);
    }

    /** Step 1: the generalized inverse of the triangle. */
    void invert(RiteSide side) {
        int r = side.r;
        double tolerance = tolerance(side);
        double[] inverse = Small.inverseOfUpper(side.triangle, r);
        double condition = Small.norm(side.triangle) * Small.norm(inverse);
        if (condition * tolerance < 1 || Spectrum.hasFullRank(side.triangle, r, tolerance)) {
            side.inverse = inverse;
        } else if (rite.inverse() == LoraRite.Inverse.PINV_R) {
            side.inverse = Spectrum.pseudoInverse(side.triangle, r, tolerance);
        } else {
            double[] core = Small.timesTransposed(side.triangle, side.partner.triangle, r);
            double[] pseudo = Spectrum.pseudoInverse(core, r, tolerance);
            side.inverse = Small.transposedTimes(side.partner.triangle, pseudo, r);
        }
    }

    private double tolerance(RiteSide side) {
        if (rite.rankTolerance() > 0) return rite.rankTolerance();
        if (rite.inverse() == LoraRite.Inverse.CORE) return side.floats ? 1e-5 : 1e-9;
        return side.r * (side.floats ? Math.ulp(1f) : Math.ulp(1.0));
    }

    /** Step 2, and gᵀg of step 5. */
    private void unmagnify(RiteSide side, Desk desk) {
        side.gradients().read(desk.first, desk.buffers);
        Tall.multiply(desk.first, side.r, side.partner.inverse, side.r, side.rows, desk.second);
        side.gram = Tall.gram(desk.second, side.r, side.rows);
        judge(side);
    }

    /** Whether the unmagnified gradient is too large to be used. */
    void judge(RiteSide side) {
        double rms = Math.sqrt(Small.trace(side.gram, side.r) / ((double) side.rows * side.r));
        side.skipped = rite.skipRms() > 0 && rms > rite.skipRms();
    }

    /** Step 3: the factor by which all unmagnified gradients are scaled. */
    double clip() {
        if (rite.clipUnmagnified() == 0) return 1;
        double squares = 0;
        for (RiteSide side : operands) {
            if (!side.skipped) squares += Small.trace(side.gram, side.r);
        }
        double norm = Math.sqrt(squares);
        if (norm <= rite.clipUnmagnified()) return 1;
        clipped[0]++;
        return rite.clipUnmagnified() / norm;
    }

    /** The new first moment is mu keep + g mix; without a mix the factor rests. */
    record Moment(double[] keep, double[] mix) {}

    /** Steps 5 and 6, and what is r x r of step 7: nu and rho move. */
    Moment moment(RiteSide side, Object[] buffers, long t, double clip) {
        int r = side.r;
        double[] turn = side.partner.turn;
        double[][] rows = new double[r][r];
        side.nu.read(rows, buffers);
        double[] old = Small.flat(rows);
        double[] nu = Small.symmetric(Small.timesTransposed(Small.times(turn, old, r), turn, r), r);
        double rho = side.rho.getDouble(0);
        if (rite.escape()) rho += Spectrum.distance(Spectrum.of(old, r), Spectrum.of(nu, r));
        boolean rests = rests(side, t);
        double keep = 1;
        double[] mix = null;
        if (!rests) {
            long turns = rite.updateOrder() == LoraRite.UpdateOrder.SIMULTANEOUS ? t : (t + 1) / 2;
            double scale = side.skipped ? 0 : clip;
            double beta2 = decay(rite.beta2(), turns);
            double weight = scale * scale / (rite.rowMean() ? side.rows : 1);
            if (rite.secondMoment() == LoraRite.SecondMoment.SUM) {
                nu = Small.combination(1, nu, weight, side.gram);
            } else {
                nu = Small.combination(beta2, nu, (1 - beta2) * weight, side.gram);
                rho *= beta2;
            }
            keep = decay(rite.beta1(), turns);
            double[] root = inverseRoot(Small.symmetric(nu, r), r, rite.escape() ? rho : 0);
            mix = Small.scaled(Small.times(side.partner.inverse, root, r), (1 - keep) * scale);
        }
        side.nu.write(Small.rows(nu, r), buffers);
        side.rho.putScalar(0, rho);
        side.cap = 1;
        side.dropped = rests;
        return new Moment(Small.scaled(Small.transpose(turn, r), keep), mix);
    }

    /** Steps 5 to 8: the moments; afterwards the desk's third matrix is mu. */
    private void precondition(RiteSide side, Desk desk, long t, double clip) {
        int r = side.r;
        Moment moment = moment(side, desk.buffers, t, clip);
        side.mu.read(desk.second, desk.buffers);
        Tall.multiply(desk.second, r, moment.keep, r, side.rows, desk.third);
        if (moment.mix != null) {
            side.gradients().read(desk.first, desk.buffers);
            Tall.addProduct(desk.first, r, moment.mix, r, side.rows, desk.third);
        }
        side.mu.write(desk.third, desk.buffers);
        if (rite.capRms() > 0) {
            double rms = Math.sqrt(Tall.squares(desk.third, r, side.rows) / ((double) side.rows * r));
            side.cap = 1 / Math.max(1, rms / rite.capRms());
        }
    }

    private boolean rests(RiteSide side, long t) {
        return rite.updateOrder() == LoraRite.UpdateOrder.ALTERNATE_STEPS && side.up != (t % 2 == 1);
    }

    private double decay(double beta, long t) {
        if (!rite.biasCorrectedDecay()) return beta;
        return beta * (1 - Math.pow(beta, t - 1)) / (1 - Math.pow(beta, t));
    }

    /** F of step 6. */
    private double[] inverseRoot(double[] nu, int r, double rho) {
        Spectrum spectrum = Spectrum.of(nu, r);
        double cutoff = rite.precondRelCutoff() * spectrum.values()[0];
        return spectrum.map(value -> {
            if (rite.precondRelCutoff() > 0 && value <= cutoff) return 0;
            double denominator = Math.sqrt(Math.max(value, 0) + rho + rite.epsRoot()) + rite.eps();
            return denominator == 0 ? 0 : 1 / denominator;
        });
    }

    /** The step to come, lr (mu S_Bᵀ + weightDecay A), into the desk's second matrix; A into its first, mu from its third. */
    private void step(RiteSide side, Desk desk) {
        Tall.multiply(desk.third, side.r, magnify(side), side.r, side.rows, desk.second);
        side.values().read(desk.first, desk.buffers);
        if (weightDecay != 0) {
            for (int j = 0; j < side.r; j++) Tall.add(desk.first[j], decay(side), desk.second[j], 0, side.rows);
        }
    }

    /** lr S_Bᵀ, by which the moment becomes a step. */
    double[] magnify(RiteSide side) {
        return Small.scaled(Small.transpose(side.partner.inverse, side.r), lr * side.ratio * side.cap);
    }

    /** The part of the factor that is subtracted. */
    double decay(RiteSide side) {
        return lr * side.ratio * weightDecay;
    }

    /** Step 9. Under the guard the desk may have served another factor since: mu is read again. */
    private void apply(RiteSide side, Desk desk) {
        if (side.dropped) return;
        if (rite.secondOrderGuard() > 0) side.mu.read(desk.third, desk.buffers);
        step(side, desk);
        for (int j = 0; j < side.r; j++) Tall.add(desk.second[j], -1, desk.first[j], 0, side.rows);
        side.values().write(desk.first, desk.buffers);
    }

    private void foresee(RiteSide side, Desk desk) {
        step(side, desk);
        side.stepGram = Tall.gram(desk.second, side.r, side.rows);
        side.stepByFactor = Tall.gram(desk.second, side.r, desk.first, side.r, side.rows);
        if (side.dropped) {
            side.stepGram = new double[side.r * side.r];
            side.stepByFactor = new double[side.r * side.r];
        }
    }

    /** Drops the factor's step with the smaller first-order part where |dA dBᵀ| > kappa |dA Bᵀ + A dBᵀ|. */
    private void guard(RiteSide up) {
        RiteSide down = up.partner;
        int r = up.r;
        double[] upGram = Small.transposedTimes(up.triangle, up.triangle, r);
        double[] downGram = Small.transposedTimes(down.triangle, down.triangle, r);
        double ofUp = Small.traceOfProduct(up.stepGram, downGram, r);
        double ofDown = Small.traceOfProduct(down.stepGram, upGram, r);
        double both = 2 * Small.traceOfProduct(up.stepByFactor, down.stepByFactor, r);
        double first = Math.sqrt(Math.max(0, ofUp + ofDown + both));
        double second = Math.sqrt(Math.max(0, Small.traceOfProduct(up.stepGram, down.stepGram, r)));
        if (second <= rite.secondOrderGuard() * first) return;
        guarded[0]++;
        // A tie, as in a first step without row means, must not be decided by rounding, which depends on the gauge.
        if (ofUp < ofDown * (1 - TIE)) up.dropped = true;
        else down.dropped = true;
    }
}
