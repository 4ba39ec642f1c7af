package org.gradus.theory.onebyte;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gradus.federated.Exchange.SharedSeed.Normalizer;
import org.gradus.federated.RoundLog;
import org.gradus.federated.Simulation;
import org.gradus.federated.problem.Disturbance;
import org.gradus.optim.rule.Sgd;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Curve;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** Traffic that does not depend on the size of the model. */
final class ScalarBytes implements Claim<Machines> {
    private static final List<String> FORMATS = List.of("float64", "float32", "log9", "byte", "sign");
    private static final int[] BITS = {64, 32, 16, 8, 1};

    @Override
    public About about() {
        return new About("one-byte-traffic", "A byte a gradient",
                "A round of M machines with s scalars each of b bits sends M ceil(s b/8) bytes up and M times that down,"
                        + " whatever the model's size n (the 9 bits of log9 travel as 16); averaging models sends 8 n M each"
                        + " way.",
                "Zelikman et al., arXiv 2306.10015; accounting with a relay", Provenance.DERIVED, "payloads, no headers");
    }

    @Override
    public Class<Machines> instanceType() {
        return Machines.class;
    }

    @Override
    public Machines draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        return new Machines(size, 1 + random.nextInt(8), 1 + random.nextInt(20),
                FORMATS.get((int) Math.floorMod(seed, FORMATS.size())), 0.001, 2, seed);
    }

    @Override
    public Evidence evaluate(Machines m) {
        return against(m, m.machines());
    }

    private static Evidence against(Machines m, int copies) {
        int bits = BITS[FORMATS.indexOf(m.format())];
        long up = (long) m.machines() * ((m.samples() * bits + 7) / 8);
        long average = 8L * m.dimension() * m.machines();
        List<Inequality> all = new ArrayList<>();
        for (RoundLog log : logs(m, m.simulation(Normalizer.MEAN))) {
            all.add(Inequality.equal("bytes up", log.up(), up, 0));
            all.add(Inequality.equal("bytes down", log.down(), copies * up, 0));
        }
        for (RoundLog log : logs(m, Simulation.of(Sgd.of(0.1), Sgd.of(1), 1))) {
            all.add(Inequality.equal("bytes of averaging", log.up() + log.down(), 2 * average, 0));
        }
        return Evidence.of(all);
    }

    private static List<RoundLog> logs(Machines m, Simulation simulation) {
        Separable problem = Separable.equal(Curve.SQUARE, new double[m.dimension()], m.machines(),
                new double[m.dimension()], Disturbance.none());
        return Trajectory.endOf(simulation, problem, m.rounds(), m.seed()).logs();
    }

    @Override
    public Control<Machines> control() {
        return Control.falseClaim("as much down as up", this, m -> against(m, 1));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("numbers of the model"), Axis.log("bytes of a round"));
        for (int n = 4; n <= 4096; n *= 4) {
            for (String format : List.of("float64", "byte")) {
                RoundLog log = logs(new Machines(n, 8, 4, format, 0.001, 1, 1),
                        new Machines(n, 8, 4, format, 0.001, 1, 1).simulation(Normalizer.MEAN)).get(0);
                figure.line("scalars, " + format, n, log.up() + log.down());
            }
            RoundLog average = logs(new Machines(n, 8, 4, "byte", 0.001, 1, 1), Simulation.of(Sgd.of(0.1), Sgd.of(1), 1))
                    .get(0);
            figure.line("averaging", n, average.up() + average.down());
        }
        return figure.caption("Eight machines, four scalars each.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 50);
    }

    @Override
    public int draws() {
        return 60;
    }

    @Override
    public int smallest() {
        return 1;
    }
}
