package org.gradus.optim.samediff;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.doubles;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import org.gradus.optim.Chain;
import org.gradus.optim.Optimizer;
import org.gradus.optim.State;
import org.gradus.optim.dl4j.GradusUpdater;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.ClipGlobalNorm;
import org.gradus.optim.rule.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A SameDiff graph trained by steps on all of its variables. */
class SameDiffTrainerTest {
    private static final Optimizer OPTIMIZER = Chain.of(ClipGlobalNorm.of(1), AdamW.of(0.02));

    @TempDir
    private Path folder;

    /** tanh(x W1 + b1) W2 against y, squared error. */
    private static SameDiff graph() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3);
        SDVariable y = graph.placeHolder("y", DataType.FLOAT, -1, 2);
        SDVariable w1 = graph.var("W1", array(DataType.FLOAT, 1, 3, 4));
        SDVariable b1 = graph.var("b1", array(DataType.FLOAT, 2, 4));
        SDVariable w2 = graph.var("W2", array(DataType.FLOAT, 3, 4, 2));
        SDVariable error = graph.math().tanh(x.mmul(w1).add(b1)).mmul(w2).sub(y);
        error.mul(error).mean("loss").markAsLoss();
        return graph;
    }

    private static Map<String, INDArray> batch(int i) {
        return Map.of("x", array(DataType.FLOAT, 10 + i, 5, 3), "y", array(DataType.FLOAT, 50 + i, 5, 2));
    }

    @Test
    void theFirstStepIsAlongTheGradient() {
        SameDiff graph = graph();
        Map<String, INDArray> gradients = graph.calculateGradients(batch(0), "W1", "b1", "W2");
        double expected = graph.output(batch(0), "loss").get("loss").getDouble(0);
        SameDiff trained = graph();
        assertEquals(expected, SameDiffTrainer.of(trained, Sgd.of(0.5)).step(batch(0)), 1e-6);
        gradients.forEach((name, gradient) -> {
            INDArray by = graph.getVariable(name).getArr().sub(trained.getVariable(name).getArr());
            assertArrayEquals(doubles(gradient.reshape(by.shape()).mul(0.5)), doubles(by), 1e-6);
        });
    }

    @Test
    void graphsLearn() {
        SameDiff graph = graph();
        SameDiffTrainer trainer = SameDiffTrainer.of(graph, OPTIMIZER);
        double first = trainer.step(batch(0));
        for (int i = 0; i < 100; i++) trainer.step(batch(0));
        assertTrue(graph.output(batch(0), "loss").get("loss").getDouble(0) < first / 4);
    }

    @Test
    void savedGraphsGoOnToTheSameBits() {
        SameDiff graph = graph();
        SameDiffTrainer trainer = SameDiffTrainer.of(graph, OPTIMIZER);
        for (int i = 0; i < 5; i++) trainer.step(batch(i));
        File file = folder.resolve("graph.fb").toFile();
        graph.save(file, false);
        trainer.state().save(folder.resolve("optimizer.safetensors"));
        for (int i = 5; i < 10; i++) trainer.step(batch(i));

        SameDiff again = SameDiff.load(file, false);
        again.setLossVariables("loss");
        SameDiffTrainer resumed = SameDiffTrainer.of(again, OPTIMIZER, State.load(folder.resolve("optimizer.safetensors")));
        for (int i = 5; i < 10; i++) resumed.step(batch(i));
        for (String name : new String[] {"W1", "b1", "W2"}) {
            assertArrayEquals(doubles(graph.getVariable(name).getArr()), doubles(again.getVariable(name).getArr()), name);
        }
    }

    /** SameDiff's own training, with an optimizer as its updater. */
    @Test
    void updatersServeItsTrainingConfiguration() {
        SameDiff own = line();
        own.setTrainingConfig(TrainingConfig.builder().updater(GradusUpdater.of(Adam.of(0.1))).dataSetFeatureMapping("x")
                .dataSetLabelMapping("y").build());
        SameDiff stepped = line();
        SameDiffTrainer trainer = SameDiffTrainer.of(stepped, Adam.of(0.1));
        for (int i = 0; i < 4; i++) {
            own.fit(new DataSet(batch(i).get("x"), batch(i).get("y")));
            trainer.step(batch(i));
        }
        assertArrayEquals(doubles(stepped.getVariable("w").getArr()), doubles(own.getVariable("w").getArr()), 1e-6);
    }

    /** x w against y: one variable, since SameDiff's own training moves one before it takes the gradient of the next. */
    private static SameDiff line() {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 3);
        SDVariable y = graph.placeHolder("y", DataType.FLOAT, -1, 2);
        SDVariable error = x.mmul(graph.var("w", array(DataType.FLOAT, 1, 3, 2))).sub(y);
        error.mul(error).mean("loss").markAsLoss();
        return graph;
    }

    @Test
    void aVariableWithoutInfluenceIsRefused() {
        SameDiff graph = graph();
        graph.var("unused", array(DataType.FLOAT, 9, 2));
        SameDiffTrainer trainer = SameDiffTrainer.of(graph, OPTIMIZER);
        InvalidInput refused = assertThrows(InvalidInput.class, () -> trainer.step(batch(0)));
        assertTrue(refused.getMessage().contains("'unused'"), refused.getMessage());
        assertEquals(0, trainer.state().step());
    }

    @Test
    void aGraphWithoutLossIsRefused() {
        SameDiff graph = SameDiff.create();
        graph.var("w", array(DataType.FLOAT, 1, 2));
        assertThrows(InvalidInput.class, () -> SameDiffTrainer.of(graph, OPTIMIZER));
    }
}
