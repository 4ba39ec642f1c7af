package org.gradus.optim.lora;

import org.gradus.optim.matrix.Desk;
import org.gradus.optim.matrix.Small;
import org.gradus.optim.matrix.Spectrum;
import org.gradus.optim.matrix.Tall;

/** Other factors of the same product: of equal norm, or with orthogonal columns as well. The state needs no change. */
final class Regauge {
    /** Added to norms that are divided by, as in the authors' code. */
    private static final double TINY = 1e-6;
    /** The product's smallest singular value must be above this part of the largest. */
    private static final double RANK = 1e-14;

    private Regauge() {}

    /** Step 10. Each pair is one piece of work, done when its up side comes. */
    static void balance(RiteSide side, Desk desk) {
        if (!side.up) return;
        RiteSide down = side.partner;
        side.values().read(desk.first, desk.buffers);
        down.values().read(desk.second, desk.buffers);
        double a = Math.sqrt(Tall.squares(desk.first, side.r, side.rows)) + TINY;
        double b = Math.sqrt(Tall.squares(desk.second, side.r, down.rows)) + TINY;
        scale(desk.first, Math.sqrt(b / a), side);
        scale(desk.second, Math.sqrt(a / b), down);
        side.values().write(desk.first, desk.buffers);
        down.values().write(desk.second, desk.buffers);
    }

    private static void scale(double[][] columns, double factor, RiteSide side) {
        for (int j = 0; j < side.r; j++) {
            for (int i = 0; i < side.rows; i++) columns[j][i] *= factor;
        }
    }

    /**
     * When both factors are split, A = U_A R_A and B = U_B R_B: with P S Qᵀ the singular value decomposition of R_A R_Bᵀ,
     * (A, B) is to become (U_A P sqrt(S), U_B Q sqrt(S)); it stays if that is near singular.
     */
    static void choose(RiteSide up) {
        double[] core = Small.timesTransposed(up.triangle, up.partner.triangle, up.r);
        double[][] gauges = Spectrum.balancedFactors(core, up.r, RANK);
        up.gauge = gauges == null ? null : gauges[0];
        up.partner.gauge = gauges == null ? null : gauges[1];
    }

    /** The factors change. */
    static void apply(RiteSide side, Desk desk) {
        if (side.gauge == null) return;
        side.split(desk);
        Tall.multiply(desk.first, side.r, side.gauge, side.r, side.rows, desk.second);
        side.values().write(desk.second, desk.buffers);
    }
}
