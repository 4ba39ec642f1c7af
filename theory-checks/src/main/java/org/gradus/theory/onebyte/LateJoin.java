package org.gradus.theory.onebyte;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.gradus.federated.Exchange.SharedSeed.Normalizer;
import org.gradus.federated.RoundLog;
import org.gradus.theory.About;
import org.gradus.theory.Claim;
import org.gradus.theory.Control;
import org.gradus.theory.Evidence;
import org.gradus.theory.Figure;
import org.gradus.theory.Figure.Axis;
import org.gradus.theory.Inequality;
import org.gradus.theory.Provenance;
import org.gradus.theory.simulated.Separable;
import org.gradus.theory.simulated.Trajectory;

/** A machine that comes late needs the start and the scalars of the past, even if others dropped out on the way. */
final class LateJoin implements Claim<Machines> {
    private static final List<String> FORMATS = List.of("float64", "float32", "log9", "byte", "sign");
    private static final double DROPOUT = 0.3;

    @Override
    public About about() {
        return new About("one-byte-join", "Joining late by replay",
                "Where machines miss rounds at random, one that begins with x_0 and applies the decoded scalars of the past,"
                        + " of those who took part in a round and divided by their number, has the model of the others to"
                        + " the bit.",
                "Zelikman et al., arXiv 2306.10015", Provenance.PAPER, "one order of application", "one generator",
                "the history says who took part");
    }

    @Override
    public Class<Machines> instanceType() {
        return Machines.class;
    }

    @Override
    public Machines draw(long seed, int size) {
        Random random = new Random(100 * seed + size);
        return new Machines(size, 2 + random.nextInt(4), 1 + random.nextInt(3),
                FORMATS.get((int) Math.floorMod(seed, FORMATS.size())), 0.02, 10, seed);
    }

    @Override
    public Evidence evaluate(Machines m) {
        return against(m, true);
    }

    /** @param knowsWho whether the history says who took part; otherwise silence counts as scalars of 0 */
    private static Evidence against(Machines m, boolean knowsWho) {
        Trajectory run = run(m);
        double[] replica = run.start().clone();
        for (RoundLog log : run.logs()) {
            int round = (int) log.round();
            if (log.participants().length > 0) replay(m, replica, round, run.models().get(round), log, knowsWho);
        }
        double[] model = run.end();
        long different = IntStream.range(0, model.length)
                .filter(i -> Double.doubleToRawLongBits(model[i]) != Double.doubleToRawLongBits(replica[i])).count();
        return Evidence.of(Inequality.exact("numbers that differ in the end", different, 0));
    }

    private static Trajectory run(Machines m) {
        return Trajectory.of(m.simulation(Normalizer.MEAN).with("dropout", DROPOUT), ScalarRound.problem(m), m.rounds(),
                m.seed());
    }

    /** The scalars are those that were measured at the model of the time; the replica adds them to its own. */
    private static void replay(Machines m, double[] replica, int round, double[] model, RoundLog log, boolean knowsWho) {
        Separable problem = ScalarRound.problem(m);
        ScalarRound scalars = new ScalarRound(m, problem, round);
        int[] present = log.participants();
        int[] machines = knowsWho ? present : IntStream.range(0, m.machines()).toArray();
        double[][] received = new double[machines.length][m.samples()];
        for (int j = 0; j < machines.length; j++) {
            int machine = machines[j];
            if (IntStream.of(present).anyMatch(p -> p == machine)) {
                received[j] = scalars.decoded(scalars.measured(machine, model));
            }
        }
        scalars.apply(replica, machines, received);
    }

    @Override
    public Control<Machines> control() {
        return Control.falseClaim("the same for a machine that takes missing scalars for zeros", this,
                m -> against(m, false));
    }

    @Override
    public Figure figure() {
        Figure.Builder figure = Figure.of(Axis.log("round of joining"), Axis.log("bytes to receive"));
        Machines m = new Machines(1000, 8, 1, "byte", 0.001, 4100, 1);
        long history = 0;
        for (RoundLog log : Trajectory.endOf(m.simulation(Normalizer.MEAN).with("dropout", DROPOUT),
                ScalarRound.problem(new Machines(2, 8, 1, "byte", 0.001, 1, 1)), m.rounds(), m.seed()).logs()) {
            history += log.up();
            long round = log.round() + 1;
            if (Long.bitCount(round) == 1) {
                figure.line("replay of scalars", round, history).line("copy of 1000 numbers", round, 8.0 * m.dimension());
            }
        }
        return figure.caption("Eight machines of one scalar a round, 30% missing: early on the history is the shorter way.");
    }

    @Override
    public List<Integer> sizes() {
        return List.of(1, 7);
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
