package org.gradus.optim.lora;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.optim.MatrixMethod;
import org.gradus.optim.Trait;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.matrix.Block;
import org.gradus.optim.matrix.Factor;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.MatrixSlot;
import org.gradus.optim.matrix.MatrixStep;
import org.gradus.optim.matrix.TallExecutor;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.schedule.Rates;
import org.gradus.optim.schedule.Schedule;

/**
 * LoRA-RITE: preconditioning of LoRA factors that does not depend on which factors (A R, B R⁻ᵀ) stand for the same
 * product. Everything that it remembers lives in orthonormal bases of the factors, which a change of coordinates leaves
 * alone. For A = up (m x r), B = downᵀ (n x r), and the same with A and B exchanged:
 *
 * <pre>
 * A = U_A R_A, B = U_B R_B                     thin QR
 * g   = (dL/dA) S_B                            unmagnified gradient; S_B the inverse of R_B
 * P   = U_Bᵀ U_B,prev                          from the last step's basis to this one's
 * nu  = beta2_t P nu Pᵀ + (1 - beta2_t) gᵀg / m    r x r   (secondMoment sum: P nu Pᵀ + gᵀg)
 * rho = beta2_t (rho + max_i |λ_i(nu_prev) - λ_i(P nu_prev Pᵀ)|)    the escaped mass, if escape is on
 * mu  = beta1_t mu Pᵀ + (1 - beta1_t) g (sqrt(nu + rho I) + eps)⁻¹
 * A  &lt;- A - lr (mu S_Bᵀ + weightDecay A)
 * </pre>
 *
 * with {@code beta_t = beta (1 - beta^(t-1)) / (1 - beta^t)} if decays are bias-corrected. State of a pair: mu and
 * basis like the factors, nu (two of r x r) and rho (two numbers) in float64. Arithmetic is float64 throughout.
 * The work of a step is about 16 (m + n) r² operations, 1.3 r times that of Adam on the factors.
 *
 * <p>Of the presets, {@code official} is the authors' code, {@code paper} the printed algorithm, and {@code toolkit},
 * the default, adds what keeps a start of low rank stable and invariant: {@code inverse: core} and a relative cutoff.
 * A rank-deficient R then has the inverse {@code S_A = R_Bᵀ C⁺, S_B = R_Aᵀ (C⁺)ᵀ} with {@code C = R_A R_Bᵀ}, whose
 * cutoff acts on the singular values of the product, not of a factor.
 *
 * <p>Thresholds and eps see the gradient times the pair's scale. Gradients must not be clipped before: raw clipping,
 * like decay added to the gradient, depends on the coordinates.
 */
@Entry(type = "lora-rite", about = "transformation-invariant preconditioning of LoRA pairs",
        source = "Yen et al. 2024, arXiv 2410.20625, Algorithm 1; presets of its code and ours")
public record LoraRite(
        @Option(value = "toolkit", about = "sets the defaults of the options below") Preset preset,
        @Option(value = "0.001", about = "learning rate") Schedule lr,
        @Option(value = "1", about = "rate of the up factors over that of the down factors, > 0") double lrRatio,
        @Option(value = "0.9", about = "decay of the first moment, in [0, 1)") double beta1,
        @Option(value = "0.999", about = "decay of the second moment, in [0, 1)") double beta2,
        @Option(value = "ema", about = "a moving average, or the sum of all steps") SecondMoment secondMoment,
        @Option(value = "true", about = "divide the second moment by the rows of the factor") boolean rowMean,
        @Option(value = "true", about = "decays grow from 0, as Adam's bias correction") boolean biasCorrectedDecay,
        @Option(value = "false", about = "add what the second moment lost when the basis turned") boolean escape,
        @Option(value = "1e-6", about = "added to the root of the second moment, >= 0") double eps,
        @Option(value = "0", about = "added inside that root, >= 0") double epsRoot,
        @Option(value = "1e-12", about = "eigenvalues of the second moment up to this part of the largest count as 0")
        double precondRelCutoff,
        @Option(value = "core", about = "of a rank-deficient R: from the product's spectrum, or the pseudo-inverse") Inverse inverse,
        @Option(value = "0", about = "singular values up to this part of the largest count as 0; 0: by data type")
        double rankTolerance,
        @Option(value = "0", about = "largest norm of the unmagnified gradients of all pairs; 0: none") double clipUnmagnified,
        @Option(value = "0", about = "a factor whose unmagnified gradient has a larger RMS is left out; 0: none") double skipRms,
        @Option(value = "0", about = "largest RMS of the step before re-magnification; 0: none") double capRms,
        @Option(value = "0", also = "weightDecay", about = "part of each factor subtracted, times lr") Schedule weightDecayDecoupled,
        @Option(value = "false", about = "give both factors the same norm after each step") boolean balance,
        @Option(value = "0", about = "every so many steps make the factors' columns orthogonal and equal in norm; 0: never")
        int regauge,
        @Option(value = "0", about = "drop the smaller part of a step whose second-order part exceeds so many times the first; 0: never")
        double secondOrderGuard,
        @Option(value = "simultaneous", about = "move both factors each step, or up and down in turn") UpdateOrder updateOrder)
        implements MatrixMethod {

    public enum SecondMoment { EMA, SUM }

    public enum Inverse { CORE, PINV_R }

    public enum UpdateOrder { SIMULTANEOUS, ALTERNATE_STEPS }

    /** Named sets of defaults. */
    public enum Preset implements org.gradus.optim.option.Preset {
        TOOLKIT(Map.of()),
        OFFICIAL(Map.of("precondRelCutoff", 0, "inverse", "pinv-r", "clipUnmagnified", 1, "skipRms", 1)),
        PAPER(Map.of("precondRelCutoff", 0, "inverse", "pinv-r", "secondMoment", "sum", "rowMean", false,
                "biasCorrectedDecay", false, "escape", true, "eps", 0)),
        PAPER_EMA(Map.of("precondRelCutoff", 0, "inverse", "pinv-r", "rowMean", false, "escape", true, "eps", 0));

        private final Map<String, Object> defaults;

        Preset(Map<String, Object> defaults) {
            this.defaults = defaults;
        }

        @Override
        public Map<String, Object> defaults() {
            return defaults;
        }
    }

    public LoraRite {
        Rates.nonNegative("lr", lr);
        Rates.nonNegative("weightDecayDecoupled", weightDecayDecoupled);
        Require.positive("lrRatio", lrRatio);
        Require.decayRate("beta1", beta1);
        Require.decayRate("beta2", beta2);
        Require.nonNegative("eps", eps);
        Require.nonNegative("epsRoot", epsRoot);
        Require.check(precondRelCutoff >= 0 && precondRelCutoff < 1, "precondRelCutoff", "in [0, 1)", precondRelCutoff);
        Require.check(rankTolerance >= 0 && rankTolerance < 1, "rankTolerance", "in [0, 1)", rankTolerance);
        Require.nonNegative("clipUnmagnified", clipUnmagnified);
        Require.nonNegative("skipRms", skipRms);
        Require.nonNegative("capRms", capRms);
        Require.check(regauge >= 0, "regauge", "a number of steps >= 0", regauge);
        Require.nonNegative("secondOrderGuard", secondOrderGuard);
    }

    public static LoraRite of(double lr) {
        return of(Schedule.constant(lr));
    }

    public static LoraRite of(Schedule lr) {
        return of(Preset.TOOLKIT, lr);
    }

    public static LoraRite of(Preset preset, Schedule lr) {
        return org.gradus.optim.option.Options.read(LoraRite.class, Map.of("preset", preset, "lr", lr));
    }

    @Override
    public boolean takesPairs() {
        return true;
    }

    @Override
    public List<MatrixSlot> slots(Block block) {
        Factor up = block.factors().get(0);
        Factor down = block.factors().get(1);
        long r = up.columns();
        if (r > Math.min(up.rows(), down.rows())) {
            throw new InvalidInput("pair '" + block.name() + "' has rank " + r + ", but its product is only " + up.rows() + " x "
                    + down.rows() + "; lora-rite needs a rank of at most the smaller side");
        }
        return List.of(MatrixSlot.like("mu", up), MatrixSlot.like("mu", down),
                MatrixSlot.like("basis", up), MatrixSlot.like("basis", down),
                MatrixSlot.float64("nu", up, r, r), MatrixSlot.float64("nu", down, r, r),
                MatrixSlot.float64("rho", up, 1), MatrixSlot.float64("rho", down, 1));
    }

    /** How often: a factor left out by skipRms, all clipped, a factor's step capped, a factor's step dropped by the guard. */
    @Override
    public Map<String, Double> numbers() {
        Map<String, Double> counters = new LinkedHashMap<>();
        for (String name : List.of("skipped", "clipped", "capped", "guarded")) counters.put(name, 0.0);
        return counters;
    }

    @Override
    public String formula() {
        List<String> lines = new ArrayList<>(List.of("for A = up (m x r) with B = down' (n x r), and for B with A:",
                "A = U_A R_A, B = U_B R_B; S_B = " + (inverse == Inverse.PINV_R ? "pinv(R_B)"
                        : "inv(R_B), of deficient rank R_A' pinv(R_A R_B')'"),
                "g <- (dL/dA) S_B"));
        if (skipRms > 0) lines.add("g <- 0 if rms(g) > " + skipRms);
        if (clipUnmagnified > 0) lines.add("g <- g min(1, " + clipUnmagnified + " / |g of all pairs|)");
        lines.add("P <- U_B' U_B_prev");
        boolean sum = secondMoment == SecondMoment.SUM;
        String b1 = biasCorrectedDecay ? "b1" : String.valueOf(beta1);
        String b2 = biasCorrectedDecay ? "b2" : String.valueOf(beta2);
        if (biasCorrectedDecay) {
            lines.add("b1 = " + beta1 + " (1 - " + beta1 + "^(t-1)) / (1 - " + beta1 + "^t)" + (sum ? "" : ", b2 likewise of " + beta2));
        }
        String h = rowMean ? "g'g / m" : "g'g";
        if (escape) lines.add((sum ? "rho <- rho + " : "rho <- " + b2 + " (rho + ") + "max |eig(nu) - eig(P nu P')|" + (sum ? "" : ")"));
        lines.add(sum ? "nu <- P nu P' + " + h : "nu <- " + b2 + " P nu P' + (1 - " + b2 + ") " + h);
        String inside = "nu" + (escape ? " + rho I" : "") + (epsRoot > 0 ? " + " + epsRoot + " I" : "");
        lines.add("mu <- " + b1 + " mu P' + (1 - " + b1 + ") g inv(sqrt(" + inside + ")" + (eps > 0 ? " + " + eps + " I" : "") + ")"
                + (precondRelCutoff > 0 ? ", 0 where an eigenvalue of nu <= " + precondRelCutoff + " of the largest" : ""));
        String step = capRms > 0 ? "mu / max(1, rms(mu) / " + capRms + ")" : "mu";
        lines.add("A <- A - lr (" + step + " S_B' + weightDecayDecoupled A)" + (lrRatio == 1 ? "" : ", for up with lr " + lrRatio));
        if (secondOrderGuard > 0) lines.add("drop the smaller of dA B', A dB' if |dA dB'| > " + secondOrderGuard + " |dA B' + A dB'|");
        if (balance) lines.add("A <- A sqrt(|B| / |A|), B <- B sqrt(|A| / |B|)");
        if (regauge > 0) lines.add("every " + regauge + " steps A <- U_A P sqrt(S), B <- U_B Q sqrt(S) with P S Q' = svd(R_A R_B')");
        return String.join("\n", lines);
    }

    @Override
    public String cost() {
        return "state 2 (m + n) r numbers of the factors' type and 2 r^2 + 2 of float64; about 16 (m + n) r^2 operations a step"
                + " and O(r^3), that is 1.3 r times Adam's on the factors";
    }

    @Override
    public MatrixStep bind(List<Block> blocks, MatrixMemory memory, Executor executor) {
        return executor instanceof TallExecutor tall ? new RiteBatch(this, blocks, memory, tall)
                : new LoraRiteStep(this, blocks, memory, executor);
    }

    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.GAUGE_INVARIANT);
    }
}
