package org.gradus.experiments.problem;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.gradus.experiments.data.Dataset;
import org.gradus.experiments.data.Digits;
import org.gradus.experiments.problem.LoraDigits.Task;
import org.gradus.optim.Bound;
import org.gradus.optim.problem.Activation;
import org.gradus.optim.problem.Batches;
import org.gradus.optim.problem.Examples;
import org.gradus.optim.problem.MultilayerPerceptron;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that has learned one part of a task, and the other part, which it has not seen. Trained once a process,
 * in float64 and always from the same seed: a task has one network.
 *
 * @param network parameters of a {@link MultilayerPerceptron}
 * @param train   examples of the new part
 * @param test    held-out examples of the new part
 */
record TrainedDigits(Tensors network, Examples train, Examples test) {
    private static final Map<List<Object>, TrainedDigits> TRAINED = new ConcurrentHashMap<>();
    private static final int STEPS = 500;
    private static final int BATCH = 64;
    private static final Adam OPTIMIZER = Adam.of(Schedule.parse("linear(peak=0.01, steps=" + STEPS + ")"));
    private static final long SEED = 0;
    private static final int FIRST_NEW_CLASS = 5;
    private static final int SIDE = 8;

    static TrainedDigits of(Task task, List<Integer> hidden) {
        return TRAINED.computeIfAbsent(List.of(task, hidden), key -> make(task, hidden));
    }

    private static TrainedDigits make(Task task, List<Integer> hidden) {
        Dataset digits = Digits.load();
        return switch (task) {
            case TURNED -> new TrainedDigits(network(digits.train(), hidden), turned(digits.train()), turned(digits.test()));
            case CLASSES -> new TrainedDigits(network(only(digits.train(), c -> c < FIRST_NEW_CLASS), hidden),
                    only(digits.train(), c -> c >= FIRST_NEW_CLASS), only(digits.test(), c -> c >= FIRST_NEW_CLASS));
        };
    }

    private static Tensors network(Examples known, List<Integer> hidden) {
        MultilayerPerceptron problem = new MultilayerPerceptron(known, hidden, Activation.RELU, 0, DataType.DOUBLE);
        Tensors parameters = problem.start(SEED);
        Tensors gradients = parameters.zeros();
        Batches batches = new Batches(known.size(), BATCH, SEED);
        Bound bound = OPTIMIZER.bind(parameters);
        for (int step = 0; step < STEPS; step++) {
            problem.lossAndGradient(parameters, gradients, batches.at(step));
            bound.step(gradients);
        }
        return parameters;
    }

    private static Examples only(Examples digits, IntPredicate classes) {
        return digits.select(IntStream.range(0, digits.size()).filter(i -> classes.test(digits.label(i))).toArray());
    }

    /** Every image turned by 90 degrees, clockwise: no pixel is lost or mixed. */
    private static Examples turned(Examples digits) {
        double[][] upright = digits.features(DataType.DOUBLE).toDoubleMatrix();
        double[][] turned = new double[upright.length][SIDE * SIDE];
        for (int i = 0; i < upright.length; i++) {
            for (int row = 0; row < SIDE; row++) {
                for (int column = 0; column < SIDE; column++) {
                    turned[i][column * SIDE + SIDE - 1 - row] = upright[i][row * SIDE + column];
                }
            }
        }
        return Examples.of(Nd4j.createFromArray(turned), digits.labels(), digits.classes());
    }
}
