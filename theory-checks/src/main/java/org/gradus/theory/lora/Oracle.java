package org.gradus.theory.lora;

import java.util.Arrays;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.lora.LoraRite.SecondMoment;

/**
 * LoRA-RITE as a function of the product alone. No factor appears: its r leading singular vectors stand for them, of which
 * only the spans matter. With the projectors PA = Z Z⁺ and PB = Z⁺ Z, for the side of A:
 *
 * <pre>
 * h  = G PB
 * nu = b2 PB nu PB + (1 - b2) hᵀh / m
 * mu = b1 mu PB + (1 - b1) h F(nu)              F on the range of PB, 0 elsewhere
 * </pre>
 *
 * for the side of B the same with Gᵀ and PA, and {@code Z <- Z - dA - dB + dA Z⁺ dB} of the steps' products with the
 * partner.
 * Of the options it knows all but balance and regauge (which leave Z alone), secondOrderGuard and alternate steps.
 */
final class Oracle {
    /** A side's memory. */
    static final class Side {
        private RealMatrix mu;
        private RealMatrix nu;
        private double rho;
        private RealMatrix gradient;

        private Side(int rows, int columns) {
            mu = Matrices.zeros(rows, columns);
            nu = Matrices.zeros(columns, columns);
        }

        /** {@code M U_partnerᵀ} of the factored algorithm. */
        RealMatrix mu() {
            return mu;
        }

        /** {@code U_partner V U_partnerᵀ}. */
        RealMatrix nu() {
            return nu;
        }

        double rho() {
            return rho;
        }
    }

    private final LoraRite options;
    private final int rank;
    private final boolean transport;
    private final Side up;
    private final Side down;
    private RealMatrix z;
    private long t;

    /** @param transport false: the first moment is not projected onto the present space, which is wrong */
    Oracle(LoraRite options, RealMatrix z, int rank, boolean transport) {
        this.options = options;
        this.rank = rank;
        this.transport = transport;
        this.z = z;
        up = new Side(z.getRowDimension(), z.getColumnDimension());
        down = new Side(z.getColumnDimension(), z.getRowDimension());
    }

    RealMatrix z() {
        return z;
    }

    Side up() {
        return up;
    }

    Side down() {
        return down;
    }

    void step(RealMatrix gradient) {
        t++;
        SingularValueDecomposition svd = new SingularValueDecomposition(z);
        RealMatrix left = svd.getU().getSubMatrix(0, z.getRowDimension() - 1, 0, rank - 1);
        RealMatrix right = svd.getV().getSubMatrix(0, z.getColumnDimension() - 1, 0, rank - 1);
        up.gradient = gradient.multiply(right);
        down.gradient = gradient.transpose().multiply(left);
        clip();
        RealMatrix ofUp = direction(up, right);
        RealMatrix ofDown = direction(down, left).transpose();
        double downRate = options.lr().at(t - 1);
        double upRate = downRate * options.lrRatio();
        double decay = options.weightDecayDecoupled().at(t - 1);
        RealMatrix core = left.transpose().multiply(z).multiply(right);
        RealMatrix inverse = right.multiply(Matrices.inverse(core)).multiply(left.transpose());
        z = z.scalarMultiply((1 - upRate * decay) * (1 - downRate * decay))
                .subtract(ofUp.scalarMultiply(upRate * (1 - downRate * decay)))
                .subtract(ofDown.scalarMultiply(downRate * (1 - upRate * decay)))
                .add(ofUp.multiply(inverse).multiply(ofDown).scalarMultiply(upRate * downRate));
    }

    /** skipRms, then clipUnmagnified. The gradient in a basis has as many columns as the rank. */
    private void clip() {
        double squares = 0;
        for (Side side : new Side[] {up, down}) {
            boolean skipped = options.skipRms() > 0 && rms(side.gradient, side) > options.skipRms();
            if (skipped) side.gradient = side.gradient.scalarMultiply(0);
            squares += Math.pow(side.gradient.getFrobeniusNorm(), 2);
        }
        double norm = Math.sqrt(squares);
        if (options.clipUnmagnified() == 0 || norm <= options.clipUnmagnified()) return;
        double scale = options.clipUnmagnified() / norm;
        for (Side side : new Side[] {up, down}) side.gradient = side.gradient.scalarMultiply(scale);
    }

    private double rms(RealMatrix a, Side side) {
        return a.getFrobeniusNorm() / Math.sqrt((double) side.mu.getRowDimension() * rank);
    }

    private RealMatrix direction(Side side, RealMatrix basis) {
        RealMatrix toBasis = basis.transpose();
        RealMatrix transported = Matrices.symmetrized(toBasis.multiply(side.nu).multiply(basis));
        RealMatrix square = side.gradient.transpose().multiply(side.gradient)
                .scalarMultiply(options.rowMean() ? 1.0 / side.mu.getRowDimension() : 1);
        if (options.escape()) side.rho += escaped(Matrices.eigenvalues(side.nu), Matrices.eigenvalues(transported));
        double beta2 = decay(options.beta2());
        boolean sum = options.secondMoment() == SecondMoment.SUM;
        if (!sum) side.rho *= beta2;
        RealMatrix nu = sum ? transported.add(square)
                : transported.scalarMultiply(beta2).add(square.scalarMultiply(1 - beta2));
        side.nu = basis.multiply(nu).multiply(toBasis);
        double beta1 = decay(options.beta1());
        RealMatrix old = transport ? side.mu.multiply(basis).multiply(toBasis) : side.mu;
        side.mu = old.scalarMultiply(beta1)
                .add(side.gradient.multiply(inverseRoot(nu, side.rho)).multiply(toBasis).scalarMultiply(1 - beta1));
        return options.capRms() == 0 ? side.mu
                : side.mu.scalarMultiply(1 / Math.max(1, rms(side.mu, side) / options.capRms()));
    }

    /** Of the r largest eigenvalues, which is all that can be above 0. */
    private double escaped(double[] before, double[] after) {
        double most = 0;
        for (int i = 0; i < rank; i++) most = Math.max(most, Math.abs(before[i] - after[i]));
        return most;
    }

    private RealMatrix inverseRoot(RealMatrix nu, double rho) {
        double cutoff = options.precondRelCutoff() * Arrays.stream(Matrices.eigenvalues(nu)).max().orElse(0);
        return Matrices.map(nu, value -> {
            if (options.precondRelCutoff() > 0 && value <= cutoff) return 0;
            double denominator = Math.sqrt(Math.max(value, 0) + (options.escape() ? rho : 0) + options.epsRoot())
                    + options.eps();
            return denominator == 0 ? 0 : 1 / denominator;
        });
    }

    private double decay(double beta) {
        return options.biasCorrectedDecay() ? beta * (1 - Math.pow(beta, t - 1)) / (1 - Math.pow(beta, t)) : beta;
    }
}
