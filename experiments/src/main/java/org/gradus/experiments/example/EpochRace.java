package org.gradus.experiments.example;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Times epochs of networks against each other in one process: one epoch of each in turn, many rounds, so that a machine
 * that slows down slows all of them.
 */
final class EpochRace {
    private EpochRace() {}

    /** Median seconds of an epoch over these batches, by the names of the networks; half as many rounds are warm-up. */
    static Map<String, Double> seconds(Map<String, MultiLayerNetwork> networks, List<DataSet> batches, int rounds) {
        List<String> names = List.copyOf(networks.keySet());
        Map<String, List<Double>> times = new LinkedHashMap<>();
        names.forEach(name -> times.put(name, new ArrayList<>()));
        int warmUp = rounds / 2;
        for (int round = -warmUp; round < rounds; round++) {
            // Each round starts with another one, so that none always follows the same neighbour.
            for (int k = 0; k < names.size(); k++) {
                String name = names.get(Math.floorMod(round + k, names.size()));
                long start = System.nanoTime();
                for (DataSet batch : batches) networks.get(name).fit(batch);
                if (round >= 0) times.get(name).add((System.nanoTime() - start) * 1e-9);
            }
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        times.forEach((name, seconds) -> medians.put(name, median(seconds)));
        return medians;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : Arrays.stream(sorted, middle - 1, middle + 1).average()
                .orElseThrow();
    }
}
