package org.gradus.optim.dl4j;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.doubles;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.gradus.optim.Bound;
import org.gradus.optim.Optimizer;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** docs/migration.md: what it says is the same makes the same steps, and all that it says can be read. */
class MigrationTest {
    private static final int STEPS = 30;
    private static final Path TABLE = Path.of(System.getProperty("gradus.root"), "docs", "migration.md");

    static Stream<Arguments> dl4j() {
        return Stream.of(Arguments.of(new Sgd(0.1), "sgd(lr=0.1)", 1e-12),
                Arguments.of(new Nesterovs(0.1, 0.9), "sgd(lr=0.1, momentum=0.9, nesterov=true)", 1e-12),
                Arguments.of(new Adam(0.001), "adam(lr=0.001, epsPlace=uncorrected)", 1e-12),
                Arguments.of(new AMSGrad(0.001), "amsgrad(lr=0.001, epsPlace=uncorrected)", 1e-12),
                Arguments.of(new AdaGrad(0.1), "adagrad(lr=0.1, eps=1e-6, initialAccumulator=1e-6)", 1e-12),
                Arguments.of(new RmsProp(0.1), "rmsprop(lr=0.1, beta2=0.95, eps=1e-8, epsPlace=inside)", 1e-5),
                Arguments.of(new AdaDelta(), "adadelta(beta2=0.95, eps=1e-6)", 1e-12));
    }

    @ParameterizedTest
    @MethodSource("dl4j")
    void dl4jUpdatersAreTheseOptions(IUpdater updater, String text, double tolerance) throws Exception {
        assertTrue(Files.readString(TABLE).contains("`" + text + "`"), text + " is not in the table");
        int n = 12;
        INDArray state = updater.stateSize(n) == 0 ? null : Nd4j.create(DataType.DOUBLE, updater.stateSize(n));
        GradientUpdater<?> theirs = updater.instantiate(state, true);
        INDArray there = array(DataType.DOUBLE, 1, n);
        INDArray here = there.dup();
        Bound bound = Optimizers.read(text).bind(Tensors.of("w", here));
        for (int step = 0; step < STEPS; step++) {
            INDArray gradient = array(DataType.DOUBLE, 10 + step, n);
            bound.step(Tensors.of("w", gradient.dup()));
            theirs.applyUpdater(gradient, step, 0);
            there.subi(gradient);
            for (int i = 0; i < n; i++) {
                assertEquals(doubles(there)[i], doubles(here)[i], tolerance, text + " in step " + step);
            }
        }
    }

    /** Would catch a renamed option or a typing error: every optimizer of the table is read. */
    @Test
    void everyRowCanBeRead() throws Exception {
        String page = Files.readString(TABLE);
        Matcher row = Pattern.compile("(?m)^\\|[^|]*\\| `([^`]*)` \\|").matcher(page.substring(page.indexOf("## DL4J")));
        int read = 0;
        while (row.find()) {
            Optimizer optimizer = Optimizers.read(row.group(1));
            assertTrue(optimizer != null);
            read++;
        }
        assertTrue(read >= 30, "rows found: " + read);
    }

    /** What the page warns of: in 1.0.0-M2.1 the builder of a network enters weight decay twice, that of a layer once. */
    @Test
    void weightDecayOfAWholeNetworkStandsTwice() {
        DenseLayer plain = new DenseLayer.Builder().nIn(2).nOut(2).build();
        BaseLayer ofNetwork = (BaseLayer) new NeuralNetConfiguration.Builder().weightDecay(0.1).list().layer(plain).build()
                .getConf(0)
                .getLayer();
        assertEquals(2, ofNetwork.getRegularization().size());
        BaseLayer ofLayer = (BaseLayer) new NeuralNetConfiguration.Builder().list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(2).weightDecay(0.1).build()).build().getConf(0).getLayer();
        assertEquals(List.of(ofNetwork.getRegularization().get(0)), ofLayer.getRegularization());
    }
}
