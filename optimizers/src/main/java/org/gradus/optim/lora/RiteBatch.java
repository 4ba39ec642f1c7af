package org.gradus.optim.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.optim.execute.Columns;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.execute.Fused;
import org.gradus.optim.matrix.Block;
import org.gradus.optim.matrix.Factor;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.MatrixStep;
import org.gradus.optim.matrix.Small;
import org.gradus.optim.matrix.Tall;
import org.gradus.optim.matrix.TallExecutor;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A step of {@link LoraRite} whose m x r products are made where the factors are, those of all pairs at once. What is
 * r x r is computed here, as {@link LoraRiteStep} does it, from the products AᵀA, AᵀU and GᵀG: with the Cholesky factor
 * R of AᵀA, the turn is R⁻ᵀ AᵀU and the unmagnified gradient has the square SᵀGᵀG S. So there is one wait a step, two
 * where a factor's columns are far from orthogonal, and a detour through the host where it has no full rank.
 */
final class RiteBatch implements MatrixStep {
    /** The condition number up to which the Cholesky factor of AᵀA is trusted. */
    private static final double CHOLESKY = 1e6;
    /** As {@link RiteSide#split} asks of float64 and float32 factors. */
    private static final double FLOAT64 = 1e-15;
    private static final double FLOAT32 = 1e-10;

    private final LoraRiteStep host;
    private final List<RiteSide> sides;
    private final TallExecutor.TallBatch batch;
    /** The threads for what is r x r, and a buffer for each. */
    private final Executor threads = new Fused();
    private final Object[][] buffers;
    private double[][][] grams;

    RiteBatch(LoraRite rite, List<Block> blocks, MatrixMemory memory, TallExecutor executor) {
        if (rite.capRms() > 0 || rite.secondOrderGuard() > 0 || rite.balance() || rite.regauge() > 0) {
            throw new InvalidInput("lora-rite on a card takes no capRms, secondOrderGuard, balance or regauge; leave them"
                    + " out, or bind it on the host");
        }
        List<TallExecutor.Stack> stacks = new ArrayList<>();
        int most = 0;
        for (Block block : blocks) {
            for (Factor f : block.factors()) {
                stacks.add(new TallExecutor.Stack(f.name(), f.array(), memory.array("basis", f), memory.array("mu", f),
                        f.transposed(), f.rows(), f.columns()));
                most = Math.max(most, f.columns());
            }
        }
        this.batch = executor.batch(stacks);
        this.host = new LoraRiteStep(rite, blocks, memory, threads);
        this.sides = host.sides();
        this.buffers = new Object[threads.threads()][];
        for (int k = 0; k < buffers.length; k++) buffers[k] = Columns.buffers(most);
    }

    @Override
    public int look(List<INDArray> gradients) {
        batch.gradients(gradients);
        grams = batch.grams(null);
        for (int i = 0; i < grams.length; i++) {
            if (!finite(grams[i][2])) {
                batch.fetchGradient(i);
                return i;
            }
            if (!finite(grams[i][0])) {
                throw new InvalidInput("parameter '" + sides.get(i).factor().name()
                        + "' is not finite; go back to an earlier state with a lower rate");
            }
        }
        return -1;
    }

    private static boolean finite(double[] a) {
        boolean finite = true;
        for (double x : a) finite &= Double.isFinite(x);
        return finite;
    }

    @Override
    public void move(long t) {
        host.begin(t);
        double[][] bases = split();
        int n = sides.size();
        threads.each(n, Long.MAX_VALUE, (i, worker) -> host.invert(sides.get(i)));
        for (int i = 0; i < n; i++) {
            RiteSide side = sides.get(i);
            double[] inverse = side.partner.inverse;
            double[] squares = Small.times(grams[i][2], inverse, side.r);
            side.gram = Small.symmetric(Small.transposedTimes(inverse, squares, side.r), side.r);
            host.judge(side);
        }
        double clip = host.clip();
        TallExecutor.Change[] changes = new TallExecutor.Change[n];
        threads.each(n, Long.MAX_VALUE, (i, worker) -> {
            RiteSide side = sides.get(i);
            LoraRiteStep.Moment moment = host.moment(side, buffers[worker], t, clip);
            changes[i] = new TallExecutor.Change(bases[i], moment.keep(), moment.mix(), 1 - host.decay(side),
                    side.dropped ? null : host.magnify(side));
        });
        batch.change(List.of(changes));
        host.count();
    }

    /** Steps 1 and 4. Returns by what each factor is multiplied to give its basis; null where that is there already. */
    private double[][] split() {
        int n = sides.size();
        double[][] bases = new double[n][];
        double[][] again = new double[n][];
        boolean any = false;
        for (int i = 0; i < n; i++) {
            RiteSide side = sides.get(i);
            side.triangle = null;
            double condition = orthogonalize(side, grams[i]);
            if (side.triangle == null) continue;
            bases[i] = Small.inverseOfUpper(side.triangle, side.r);
            boolean exact = condition * condition * Math.ulp(1.0) < (side.floats ? FLOAT32 : FLOAT64);
            again[i] = exact ? null : bases[i];
            any |= !exact;
        }
        if (any) {
            double[][][] second = batch.grams(again);
            for (int i = 0; i < n; i++) {
                if (again[i] == null) continue;
                RiteSide side = sides.get(i);
                double[] first = side.triangle;
                side.triangle = null;
                orthogonalize(side, second[i]);
                if (side.triangle == null) continue;
                bases[i] = Small.times(again[i], Small.inverseOfUpper(side.triangle, side.r), side.r);
                side.triangle = Small.times(side.triangle, first, side.r);
            }
        }
        for (int i = 0; i < n; i++) {
            if (sides.get(i).triangle == null) {
                reflect(i);
                bases[i] = null;
            }
        }
        return bases;
    }

    /** Sets triangle and turn from WᵀW and WᵀU and returns the condition number, unless that is too large. */
    private static double orthogonalize(RiteSide side, double[][] grams) {
        int r = side.r;
        double[] triangle = Small.cholesky(Small.symmetric(grams[0], r), r);
        if (triangle == null) return Double.POSITIVE_INFINITY;
        double[] inverse = Small.inverseOfUpper(triangle, r);
        double condition = Small.norm(triangle) * Small.norm(inverse) / r;
        if (!(condition < CHOLESKY)) return Double.POSITIVE_INFINITY;
        side.triangle = triangle;
        side.turn = Small.transposedTimes(inverse, grams[1], r);
        return condition;
    }

    /** Householder reflections on the host: a factor that is zero at the start comes here once. */
    private void reflect(int i) {
        RiteSide side = sides.get(i);
        batch.fetch(i);
        double[][] q = Tall.create(side.rows, side.r);
        double[][] last = Tall.create(side.rows, side.r);
        side.values().read(q, buffers[0]);
        side.basis.read(last, buffers[0]);
        side.triangle = Tall.householder(q, side.r, side.rows);
        side.turn = Tall.gram(q, side.r, last, side.r, side.rows);
        side.basis.write(q, buffers[0]);
        batch.putBasis(i);
    }

    @Override
    public void hyperparameters(Map<String, Double> values) {
        host.hyperparameters(values);
    }
}
