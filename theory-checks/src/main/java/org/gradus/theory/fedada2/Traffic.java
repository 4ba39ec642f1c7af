package org.gradus.theory.fedada2;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.federated.RoundLog;
import org.gradus.federated.Simulation;
import org.gradus.federated.algorithm.Algorithm;
import org.gradus.federated.problem.Quadratics;
import org.gradus.optim.option.Require;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Trajectory;

/** Joint adaptivity at the traffic of averaging. */
final class Traffic implements Claim<Traffic.Cohort> {
    private static final int BYTES = 8;

    /** A model of rows x columns numbers, and how many of the clients take part. */
    record Cohort(int rows, int columns, int clients, int taking, int localSteps, long seed) {
        Cohort {
            Require.check(taking >= 1 && taking <= clients, "taking", "from 1 to " + clients, taking);
        }

        /** Bytes of the second round, after which servers have a second moment to send. */
        RoundLog log(String algorithm) {
            int n = rows * columns;
            double[][] h = new double[clients][n];
            double[][] centers = new double[clients][n];
            for (int m = 0; m < clients; m++) {
                Arrays.fill(h[m], 1);
                Arrays.fill(centers[m], m + 1);
            }
            Simulation simulation = Algorithm.parse(algorithm).simulation(localSteps)
                    .with("sampler", "uniform(count=" + taking + ")");
            return Trajectory.of(simulation, Quadratics.diagonal(h, centers).in(Matrix.layout(rows, columns)), 2, seed)
                    .logs().get(1);
        }

        long vector() {
            return (long) taking * rows * columns * BYTES;
        }
    }

    @Override
    public About about() {
        return new About("fedada2-traffic", "Bytes of joint adaptivity",
                "FedAda2 and FedAda2++ send what FedAvg sends, |S| n numbers each way; the preconditioner of costly joint"
                        + " adaptivity makes it 2 |S| n down: in all 1.5 times as much.",
                "Lee et al., arXiv 2410.18117 (cost table)", Provenance.PAPER, "float64 numbers, no other codec");
    }

    @Override
    public Class<Cohort> instanceType() {
        return Cohort.class;
    }

    @Override
    public Cohort draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        int clients = 2 + random.nextInt(8);
        return new Cohort(size, 1 + random.nextInt(5), clients, 1 + random.nextInt(clients), 1 + random.nextInt(3), seed);
    }

    @Override
    public Evidence evaluate(Cohort cohort) {
        return against(cohort, 2);
    }

    private static Evidence against(Cohort c, int vectorsDown) {
        RoundLog averaging = c.log("fedavg");
        RoundLog plain = c.log("fedada2");
        RoundLog compressed = c.log("fedada2-plus-plus");
        RoundLog costly = c.log("costly-joint");
        return Evidence.of(Inequality.equal("down, FedAvg", averaging.down(), c.vector(), 0),
                Inequality.equal("up, FedAvg", averaging.up(), c.vector(), 0),
                Inequality.equal("all, FedAda2", plain.down() + plain.up(), 2 * c.vector(), 0),
                Inequality.equal("all, FedAda2++", compressed.down() + compressed.up(), 2 * c.vector(), 0),
                Inequality.equal("down, costly", costly.down(), vectorsDown * c.vector(), 0),
                Inequality.equal("up, costly", costly.up(), c.vector(), 0));
    }

    @Override
    public Control<Cohort> control() {
        return Control.falseClaim("the costly method sends no more than the others", this, c -> against(c, 1));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.linear("clients of a round"), Axis.linear("bytes of a round"));
        for (int taking = 1; taking <= 8; taking++) {
            Cohort cohort = new Cohort(4, 5, 8, taking, 1, 1);
            for (String name : List.of("fedavg", "fedada2", "costly-joint")) {
                RoundLog log = cohort.log(name);
                figure.line(name, taking, log.down() + log.up());
            }
        }
        return figure.caption("Twenty numbers of 8 bytes; FedAvg and FedAda2 coincide.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 4);
    }

    @Override
    public int draws() {
        return 20;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
