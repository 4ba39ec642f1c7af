package org.gradus.optim.lora;

import static org.gradus.optim.lora.Slopes.rite;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** The moments in their exact pieces: decays, roots, escaped mass, and what the paper proves of their sums. */
class LoraRiteMomentsTest {
    private static final JsonNode UNITS = Golden.RITE.required("units");

    /** At rate 0 the bases stay, so without gradients the moments only decay. */
    @Test
    void decaysAreBiasCorrected() {
        JsonNode decays = UNITS.required("bias_corrected_decay");
        Random random = new Random(1);
        PairRun run = PairRun.of(rite("lr", 0), Factors.random(7, 6, 3, random));
        run.step(Algebra.normal(7, 6, random));
        for (int t = 2; t <= 5; t++) {
            double nu = Algebra.norm(run.nu("up"));
            double mu = Algebra.norm(run.tallState("mu", "up"));
            run.step(MatrixUtils.createRealMatrix(7, 6));
            double ofNu = Algebra.norm(run.nu("up")) / nu;
            double ofMu = Algebra.norm(run.tallState("mu", "up")) / mu;
            assertEquals(decays.required("beta2=0.999").get(t - 1).asDouble(), ofNu, 1e-12);
            assertEquals(decays.required("beta1=0.9").get(t - 1).asDouble(), ofMu, 1e-12);
        }
    }

    /** V = diag(4, 1), of which the first direction turns away by an angle: sorted spectra are compared. */
    @Test
    void escapedMassIsTheLargestDropOfTheSortedSpectrum() {
        for (JsonNode unit : UNITS.required("d_lambda")) {
            double cosine = Math.sqrt(unit.required("cos2").asDouble());
            double sine = Math.sqrt(1 - cosine * cosine);
            RealMatrix b = MatrixUtils.createRealMatrix(new double[][] {{1, 0}, {0, 1}, {0, 0}});
            RealMatrix before = MatrixUtils.createRealMatrix(new double[][] {{cosine, 0}, {0, 1}, {sine, 0}});
            RealMatrix nu = MatrixUtils.createRealDiagonalMatrix(new double[] {4, 1});
            PairRun run = PairRun.of(rite("preset", "paper", "lr", 0), new Factors(Algebra.normal(5, 2, new Random(2)), b));
            RealMatrix none = MatrixUtils.createRealMatrix(5, 3);
            run.step(none);
            run.state("basis", "down").assign(Algebra.array(before, DataType.DOUBLE));
            run.state("nu", "up").assign(Algebra.array(nu, DataType.DOUBLE));
            run.step(none);
            assertEquals(unit.required("d_lambda").asDouble(), run.rho("up"), 1e-14, "cos² = " + unit.required("cos2"));
        }
    }

    /** A tiny gradient leaves V as it was set and shows f(V): the step is ḡ f(V). */
    @Test
    void thePreconditionerIsTheInverseRootWithEpsOutside() {
        JsonNode unit = UNITS.required("inverse_sqrt");
        Random random = new Random(3);
        Factors start = Factors.random(6, 5, 2, random);
        double eps = unit.required("eps").asDouble();
        PairRun run = PairRun.of(rite("preset", "paper", "lr", 0, "beta1", 0, "eps", eps), start);
        run.step(MatrixUtils.createRealMatrix(6, 5));
        run.state("nu", "up").assign(Algebra.array(Golden.matrix(unit.required("V")), DataType.DOUBLE));
        run.state("rho", "up").assign(unit.required("rho").asDouble());
        RealMatrix g = Algebra.normal(6, 5, random).scalarMultiply(0x1p-40);
        run.step(g);
        RealMatrix expected = g.multiply(run.tallState("basis", "down")).multiply(Golden.matrix(unit.required("result")));
        assertEquals(0, Algebra.gap(run.tallState("mu", "up"), expected), 1e-10);
    }

    /**
     * The inequalities behind the paper's Theorem 3, for sums of squares with escaped mass and no first moment:
     * sum tr(ḡ (V + rho)^(-1/2) ḡᵀ) is at most 2 tr (V + rho)^(1/2), traces are conserved, spectra do not fall.
     */
    @Test
    void theSumsOfTheRegretBound() {
        JsonNode golden = Golden.RITE.required("theorem_run");
        RealMatrix target = Golden.input("T");
        Factors start = new Factors(Golden.input("A0"), Golden.input("B0"));
        PairRun run = PairRun.of(rite("preset", "paper", "beta1", 0, "lr", 0.3), start);
        Ledger up = new Ledger("up", "down");
        Ledger down = new Ledger("down", "up");
        double largest = 0;
        for (JsonNode noise : Golden.RITE.required("inputs").required("N_list")) {
            RealMatrix g = run.z().subtract(target).scalarMultiply(0.5).add(Golden.matrix(noise));
            largest = Math.max(largest, Algebra.norm(g));
            run.step(g);
            up.record(run, g);
            down.record(run, g.transpose());
        }
        up.check(golden, "A");
        down.check(golden, "B");
        assertEquals(golden.required("G_max").asDouble(), largest, 1e-12);
        double mean = (up.left + down.left) / 10;
        assertEquals(golden.required("avg_lhs").asDouble(), mean, 1e-11);
        assertTrue(mean <= 4 * 2 * largest / Math.sqrt(10));
        double increment = Math.min(up.increment, down.increment);
        assertEquals(golden.required("min_spectrum_increment").asDouble(), increment, 1e-11);
        assertEquals(0, Algebra.distance(run.z(), Golden.matrix(golden.required("Z_final"))), 1e-11);
    }

    /** The sums of one factor, kept from outside by the state that shows. */
    private static final class Ledger {
        private final String role;
        private final String partner;
        private double left;
        private double right;
        private double squares;
        private double lost;
        private double increment = Double.POSITIVE_INFINITY;
        private RealMatrix basis;
        private RealMatrix nu;
        private double rho;

        Ledger(String role, String partner) {
            this.role = role;
            this.partner = partner;
        }

        void record(PairRun run, RealMatrix gradient) {
            RealMatrix now = run.tallState("basis", partner);
            RealMatrix unmagnified = gradient.multiply(now);
            RealMatrix after = run.nu(role);
            double mass = run.rho(role);
            RealMatrix root = Algebra.function(after, value -> 1 / Math.sqrt(value + mass));
            left += unmagnified.multiply(root).multiply(unmagnified.transpose()).getTrace();
            right = 2 * Algebra.function(after, value -> Math.sqrt(value + mass)).getTrace();
            squares += Math.pow(Algebra.norm(unmagnified), 2);
            if (basis != null) {
                RealMatrix transport = now.transpose().multiply(basis);
                lost += nu.getTrace() - transport.multiply(nu).multiply(transport.transpose()).getTrace();
                double[] before = Algebra.eigenvalues(nu);
                double[] values = Algebra.eigenvalues(after);
                for (int i = 0; i < values.length; i++) increment = Math.min(increment, values[i] + mass - before[i] - rho);
            }
            basis = now;
            nu = after;
            rho = mass;
        }

        void check(JsonNode golden, String letter) {
            assertEquals(golden.required("lhs_" + letter).asDouble(), left, 1e-10);
            assertEquals(golden.required("rhs_" + letter + "_2Tr_sqrt").asDouble(), right, 1e-10);
            assertEquals(golden.required("rho_" + letter).asDouble(), rho, 1e-10);
            assertEquals(golden.required("trace_loss_" + letter).asDouble(), lost, 1e-10);
            assertEquals(golden.required("sum_sq_unmag_" + letter).asDouble(), squares, 1e-10);
            assertEquals(golden.required("trace_V_" + letter).asDouble(), nu.getTrace(), 1e-10);
            assertTrue(left <= right);
            assertEquals(squares, nu.getTrace() + lost, 1e-12 * squares);
            assertTrue(rho <= lost + 1e-12);
            assertTrue(increment >= -1e-12);
        }
    }
}
