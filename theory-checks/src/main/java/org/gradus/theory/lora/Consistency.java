package org.gradus.theory.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.RealMatrix;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.LoraPair.Role;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;

/** Theorem 2: every quantity of the algorithm is consistent, that is, a function of the product. */
final class Consistency implements Claim<Problem> {
    private static final int STEPS = 30;
    private static final List<String> OPTIMIZERS = List.of("lora-rite(lr=0.05)", "lora-rite(preset=paper, lr=0.3)",
            "lora-rite(preset=paper-ema, lr=0.05)", "lora-rite(preset=official, lr=0.05)",
            "lora-rite(lr=0.05, escape=true, epsRoot=0.01, capRms=0.7, clipUnmagnified=2, weightDecayDecoupled=0.1)",
            "lora-rite(lr=0.05, lrRatio=4, balance=true, regauge=3)",
            "lora-rite(lr=0.05, skipRms=3, weightDecayDecoupled=0.3)",
            "lora-rite(lr=0.05, beta1=0, secondMoment=sum)");

    @Override
    public About about() {
        return new About("lora-rite-thm2", "Every quantity of LoRA-RITE is a function of the product",
                "Z, M_A U_B^T, U_B V_A U_B^T and rho (and the same of B) are the same for all factors of equal Z: they"
                        + " follow a recursion in which only Z and the gradient G appear.",
                "Yen et al., arXiv 2410.20625, Theorem 2; the recursion in Z is derived here", Provenance.PAPER,
                "Z of rank r, |Z| / sigma_r(Z) <= 1000 on the way", "no guard, both factors move in every step");
    }

    @Override
    public Class<Problem> instanceType() {
        return Problem.class;
    }

    @Override
    public Problem draw(long seed, int size) {
        return Problem.of(OPTIMIZERS.get((int) Math.floorMod(seed, OPTIMIZERS.size())), Size.of(size), 0.5, STEPS,
                new SplittableRandom(1000 * seed + size));
    }

    @Override
    public Evidence evaluate(Problem p) {
        return evaluate(p, true);
    }

    private static Evidence evaluate(Problem p, boolean transport) {
        boolean known = Optimizers.read(p.optimizer()) instanceof LoraRite o && o.secondOrderGuard() == 0
                && o.updateOrder() == LoraRite.UpdateOrder.SIMULTANEOUS;
        if (!known) return Evidence.outside("LoRA-RITE, no guard, both factors move in every step, but it is " + p.optimizer());
        Paths paths = new Paths(p, transport);
        for (int t = 0; t < p.steps(); t++) paths.step(t);
        if (paths.condition() > OrbitInvariance.NEAREST) {
            return Evidence.outside("|Z| / sigma_r(Z) <= 1000, but it is " + paths.condition());
        }
        // The terms in lr² lose the square of Z's condition number, the roots of nu lose nu's.
        double allowance = 256 * 0x1p-53 * Math.pow(paths.condition(), 2);
        List<Inequality> all = new ArrayList<>();
        all.add(Inequality.exact("Z: largest relative distance", paths.z, allowance));
        all.add(Inequality.exact("M U^T: largest relative distance", paths.mu, allowance));
        all.add(Inequality.exact("U V U^T: largest relative distance", paths.nu, allowance));
        all.add(Inequality.exact("rho: largest distance relative to |V|", paths.rho, allowance));
        return Evidence.of(all);
    }

    /** The factored algorithm and the recursion in Z, with the largest distances so far. */
    private static final class Paths {
        private final Problem problem;
        private final Run run;
        private final Oracle oracle;
        private final int rank;
        private double largest;
        private double smallest = Double.POSITIVE_INFINITY;
        private double z;
        private double mu;
        private double nu;
        private double rho;

        Paths(Problem p, boolean transport) {
            problem = p;
            rank = p.up()[0].length;
            LoraRite optimizer = (LoraRite) Optimizers.read(p.optimizer());
            run = new Run(optimizer, Matrices.of(p.up()), Matrices.of(p.down()));
            oracle = new Oracle(optimizer, run.product(), rank, transport);
        }

        void step(int t) {
            RealMatrix before = run.product();
            double[] values = Matrices.singularValues(before);
            largest = Math.max(largest, values[0]);
            smallest = Math.min(smallest, values[rank - 1]);
            run.step(problem.gradient(t, before));
            oracle.step(problem.gradient(t, oracle.z()));
            largest = Math.max(largest, run.product().getFrobeniusNorm());
            z = worse(z, Matrices.distance(run.product(), oracle.z()) / largest);
            compare(oracle.up(), Role.UP, Role.DOWN);
            compare(oracle.down(), Role.DOWN, Role.UP);
        }

        private void compare(Oracle.Side side, Role role, Role partner) {
            RealMatrix basis = run.state("lora-rite/basis", partner);
            RealMatrix ofRun = run.state("lora-rite/mu", role).multiply(basis.transpose());
            mu = worse(mu, Matrices.distance(ofRun, side.mu()) / Math.max(Double.MIN_NORMAL, side.mu().getFrobeniusNorm()));
            RealMatrix second = basis.multiply(run.state("lora-rite/nu", role)).multiply(basis.transpose());
            double norm = Math.max(Double.MIN_NORMAL, side.nu().getFrobeniusNorm());
            nu = worse(nu, Matrices.distance(second, side.nu()) / norm);
            rho = worse(rho, Math.abs(run.state("lora-rite/rho", role).getEntry(0, 0) - side.rho()) / norm);
        }

        /** Keeps NaN. */
        private static double worse(double so, double now) {
            return now <= so ? so : now;
        }

        double condition() {
            return largest / smallest;
        }
    }

    @Override
    public Control<Problem> control() {
        return Control.falseClaim("the recursion without the projection of the first moment: no transport P", this,
                p -> evaluate(p, false));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("step"),
                Axis.log("largest relative distance from the recursion in Z so far"));
        for (boolean transport : new boolean[] {true, false}) {
            Paths paths = new Paths(draw(0, 12), transport);
            for (int t = 0; t < STEPS; t++) {
                paths.step(t);
                String how = transport ? "" : ", recursion without projection";
                figure.line("Z" + how, t + 1, Math.max(1e-16, paths.z));
                figure.line("M U^T" + how, t + 1, Math.max(1e-16, paths.mu));
                if (transport) figure.line("U V U^T", t + 1, Math.max(1e-16, paths.nu));
            }
        }
        return figure.caption("The factored algorithm and the recursion in which no factor appears differ by rounding.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(3, 6, 12, 24);
    }

    @Override
    public int draws() {
        return 64;
    }
}
