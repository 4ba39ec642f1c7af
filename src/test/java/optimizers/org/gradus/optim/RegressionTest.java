package org.gradus.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Faults that users met once. */
class RegressionTest {
    /** A route's text came in another order in each JVM, so its run folder was never found again. */
    @Test
    void aRouteIsWrittenInAFixedOrder() {
        Map<?, ?> written = (Map<?, ?>) Route.when("all", Parameter.matrices(), Sgd.of(1)).write();
        assertEquals(List.of("type", "branches", "otherwise"), new ArrayList<>(written.keySet()));
    }

    /** A predicate in code was written as a name pattern that matches nothing. */
    @Test
    void aPredicateInCodeHasNoTextForm() {
        assertThrows(InvalidInput.class, () -> Route.when("all", p -> true, Sgd.of(1)).write());
    }

    /** The temporary file was moved over the device. */
    @Test
    void aDeviceIsWrittenToAndNotReplaced() {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device));
        AtomicFile.write(device, "text");
        assertFalse(Files.isRegularFile(device));
    }

    /** A row was spread over the first row of a matrix. */
    @Test
    void assigningAnotherShapeIsRefusedAndChangesNothing() {
        INDArray a = Nd4j.zeros(DataType.FLOAT, 2);
        INDArray b = Nd4j.zeros(DataType.FLOAT, 4, 3);
        Tensors tensors = Tensors.of("a", a, "b", b);
        Tensors other = Tensors.of("a", Nd4j.ones(DataType.FLOAT, 2), "b", Nd4j.ones(DataType.FLOAT, 1, 3));
        assertTrue(assertThrows(InvalidInput.class, () -> tensors.assign(other)).getMessage().contains("'b'"));
        assertEquals(0, a.sumNumber().doubleValue());
    }

    /** With weight 1 a moving average kept the rounding of what it was to forget. */
    @Test
    void withoutAveragingAdamForgetsALargeGradientAtOnce() {
        Optimizer adam = Optimizers.read(Map.of("type", "adam", "lr", 1, "beta1", 0, "beta2", 0, "eps", 0));
        INDArray x = Nd4j.zeros(DataType.DOUBLE, 1);
        Bound bound = adam.bind(Tensors.of("x", x));
        bound.step(Tensors.of("x", Nd4j.createFromArray(1e20)));
        bound.step(Tensors.of("x", Nd4j.createFromArray(1.0)));
        assertEquals(-2, x.getDouble(0));
    }

    /** One array under two names moved twice a step. */
    @Test
    void oneArrayUnderTwoNamesIsRefused() {
        INDArray w = Nd4j.zeros(DataType.FLOAT, 3);
        assertThrows(InvalidInput.class, () -> Adam.of(0.1).bind(Tensors.of("A", w, "B", w)));
    }

    /** The promised message was buried in a reflection error. */
    @Test
    void aLambdaScheduleHasNoTextForm() {
        assertThrows(InvalidInput.class, () -> Sgd.of(t -> 0.1).write());
    }
}
