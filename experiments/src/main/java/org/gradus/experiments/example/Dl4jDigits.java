package org.gradus.experiments.example;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gradus.optim.dl4j.Dl4jTrainer;
import org.gradus.optim.dl4j.GradusUpdater;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A DL4J network on handwritten digits, trained by DL4J's Adam, by Gradus' Adam as an updater of its configuration, and by
 * Gradus' AdamW in a {@link Dl4jTrainer}: the same accuracy, and the time of an epoch relative to DL4J's.
 *
 * <p>{@code Dl4jDigits 1000 2900 2400 10} times a network of these widths on made-up data instead: 10 million parameters.
 */
public final class Dl4jDigits {
    private static final double RATE = 0.005;
    private static final int BATCH = 32;
    private static final int[] WIDTHS = {64, 64, 10};

    /** @param accuracy on the 360 digits held out, by contestant */
    record Result(Map<String, Double> accuracy, Map<String, Double> secondsAnEpoch) {
        /** The time of an epoch over that with DL4J's Adam. */
        double ratio(String contestant) {
            return secondsAnEpoch.get(contestant) / secondsAnEpoch.get(DL4J);
        }
    }

    static final String DL4J = "DL4J Adam";
    static final String UPDATER = "Gradus adam, updater";
    static final String TRAINER = "Gradus adamw, trainer";

    private Dl4jDigits() {}

    public static void main(String[] arguments) {
        int[] widths = Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        Result result = widths.length == 0 ? run(20, 25) : new Result(Map.of(), timed(widths, 12));
        for (String name : result.secondsAnEpoch.keySet()) {
            System.out.printf("%-22s %s%8.1f ms an epoch, %.2f of DL4J's%n", name, result.accuracy.isEmpty() ? ""
                    : String.format("%5.1f %% of test digits ", 100 * result.accuracy.get(name)),
                    1000 * result.secondsAnEpoch.get(name), result.ratio(name));
        }
    }

    /** Trains three equal networks for so many epochs, then times them against each other for so many rounds. */
    static Result run(int epochs, int rounds) {
        Map<String, MultiLayerNetwork> networks = contestants(WIDTHS);
        Map<String, Double> accuracy = new LinkedHashMap<>();
        DataSetIterator train = DigitBatches.train(BATCH, 1);
        networks.forEach((name, network) -> {
            network.fit(train, epochs);
            accuracy.put(name, network.evaluate(DigitBatches.test()).accuracy());
        });
        List<DataSet> batches = new ArrayList<>();
        train.reset();
        while (train.hasNext()) batches.add(train.next());
        return new Result(accuracy, EpochRace.seconds(networks, batches, rounds));
    }

    private static Map<String, Double> timed(int[] widths, int rounds) {
        List<DataSet> batches = MadeUp.batches(8, BATCH, widths[0], widths[widths.length - 1]);
        return EpochRace.seconds(contestants(widths), batches, rounds);
    }

    /** Equal networks; only what moves them differs. */
    private static Map<String, MultiLayerNetwork> contestants(int[] widths) {
        Map<String, MultiLayerNetwork> networks = new LinkedHashMap<>();
        networks.put(DL4J, network(new org.nd4j.linalg.learning.config.Adam(RATE), widths));
        networks.put(UPDATER, network(GradusUpdater.of(Adam.of(RATE)), widths));
        MultiLayerNetwork trained = network(new Sgd(RATE), widths);
        Dl4jTrainer.attach(trained, AdamW.of(RATE));
        networks.put(TRAINER, trained);
        return networks;
    }

    private static MultiLayerNetwork network(IUpdater updater, int[] widths) {
        return Perceptrons.of(updater, 1, widths);
    }
}
