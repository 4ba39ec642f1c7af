package org.gradus.experiments.example;

import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gradus.optim.Optimizer;
import org.gradus.optim.dl4j.Dl4jLora;
import org.gradus.optim.dl4j.Dl4jTrainer;
import org.gradus.optim.lora.LoraRite;
import org.gradus.optim.lora.PeftAdapter;
import org.gradus.optim.rule.AdamW;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A DL4J network learns upright digits; then LoRA pairs on two of its layers, trained by LoRA-RITE, adapt it to digits
 * turned by 90 degrees. The pairs are written as PEFT files, and the merged network is a plain one of DL4J.
 */
public final class Dl4jLoraDigits {
    private static final int BATCH = 32;

    /** Accuracies on held-out digits: turned ones before and after, upright ones with the pairs taken off again. */
    record Result(double before, double after, double restored) {}

    private Dl4jLoraDigits() {}

    /** @param arguments the folder that the adapter is written to */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments.length == 0 ? "lora-digits-adapter" : arguments[0]);
        Result result = run(LoraRite.of(0.01), 15, 15, folder);
        System.out.printf("turned digits: %.1f %% before, %.1f %% after; adapter in %s%n"
                + "upright digits without it: %.1f %%%n",
                100 * result.before, 100 * result.after, folder, 100 * result.restored);
    }

    static Result run(Optimizer optimizer, int epochs, int adaptation, Path folder) {
        DataSetIterator upright = DigitBatches.train(BATCH, 1);
        MultiLayerNetwork network = Perceptrons.of(new Sgd(), 1, 64, 64, 64, 10);
        Dl4jTrainer first = Dl4jTrainer.attach(network, AdamW.of(0.005));
        network.fit(upright, epochs);
        first.detach();

        DataSetIterator turned = DigitBatches.turned(DigitBatches.test(), BATCH);
        double before = network.evaluate(turned).accuracy();
        Dl4jLora lora = Dl4jLora.on(network, 4, 2.0, 1, "hidden1", "hidden2");
        Dl4jTrainer second = Dl4jTrainer.attach(lora, optimizer);
        network.fit(DigitBatches.turned(upright, BATCH), adaptation);
        second.detach();
        double after = network.evaluate(turned).accuracy();
        PeftAdapter.of(lora.pairs()).write(folder);
        lora.remove();
        return new Result(before, after, network.evaluate(DigitBatches.test()).accuracy());
    }
}
