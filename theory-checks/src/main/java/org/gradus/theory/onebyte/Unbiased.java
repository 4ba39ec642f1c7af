package org.gradus.theory.onebyte;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Exchange.SharedSeed.Normalizer;
import org.gradus.federated.problem.Disturbance;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Expectation;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** The estimate along shared random directions: mean and second moment. */
final class Unbiased implements Claim<Machines> {
    @Override
    public About about() {
        return new About("one-byte-unbiased", "Shared-seed gradients are unbiased",
                "The mean over N scalars g times their directions z has E = grad f and E|.|^2 = |grad f|^2 (n + 1 + N)/N; a"
                        + " single one has (n + 2)|grad f|^2, which limits the rate to about 1/(L (n+2)).",
                "moments of normal vectors; SPSA as in arXiv 2305.17333 and 2306.10015", Provenance.DERIVED,
                "scalars sent exactly", "f linear, so that differences are directional derivatives");
    }

    @Override
    public Class<Machines> instanceType() {
        return Machines.class;
    }

    /** The size is n. */
    @Override
    public Machines draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        return new Machines(size, 1 + random.nextInt(3), 1 + random.nextInt(2), "float64", 0.01, 4000, seed);
    }

    @Override
    public Evidence evaluate(Machines m) {
        double[] gradient = gradient(m);
        double length = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
        int scalars = m.machines() * m.samples();
        Trajectory run = Trajectory.of(m.simulation(Normalizer.MEAN), Separable.equal(Curve.LINE, gradient, m.machines(),
                new double[m.dimension()], Disturbance.none()), m.rounds(), m.seed());
        double[] along = new double[m.rounds()];
        double[] squares = new double[m.rounds()];
        for (int r = 0; r < m.rounds(); r++) {
            double[] move = run.move(r);
            for (int i = 0; i < move.length; i++) {
                double estimate = -move[i] / m.rate();
                along[r] += estimate * gradient[i] / length;
                squares[r] += estimate * estimate;
            }
        }
        return Evidence.of(Expectation.equal("E of the estimate along grad f", along, length),
                Expectation.equal("E of its square", squares, length * length * (m.dimension() + 1.0 + scalars) / scalars));
    }

    private static double[] gradient(Machines m) {
        double[] gradient = new double[m.dimension()];
        Arrays.setAll(gradient, i -> (1.0 + i % 3) / Math.sqrt(m.dimension()));
        return gradient;
    }

    @Override
    public Control<Machines> control() {
        return Control.violation("the sign of the scalar alone gives the same estimate", this,
                (seed, size) -> draw(seed, Math.max(4, size)).sending("sign"));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("dimension n"), Axis.log("E|estimate|^2 / |grad f|^2"));
        for (int n = 2; n <= 128; n *= 2) {
            for (int machines : new int[] {1, 8}) {
                Machines m = new Machines(n, machines, 1, "float64", 0.01, 2000, 3);
                Expectation square = (Expectation) evaluate(m).comparisons().get(1);
                double unit = Arrays.stream(gradient(m)).map(g -> g * g).sum();
                figure.point("measured, N = " + machines, n, square.left() / unit);
                figure.dashed("(n + 1 + N)/N, N = " + machines, n, square.right() / unit);
            }
        }
        return figure.caption("A direction at random costs a factor of the dimension.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(2, 8, 32);
    }

    @Override
    public int draws() {
        return 24;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
