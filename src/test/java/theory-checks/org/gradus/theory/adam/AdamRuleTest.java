package org.gradus.theory.adam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gradus.optim.Bound;
import org.gradus.optim.execute.Reference;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.EpsPlace;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The plain loop of the claims is the library's own Adam. */
class AdamRuleTest {
    @ParameterizedTest
    @CsvSource({"0.9, 0, 0.01", "0.999, 1e-8, 0.1", "0.99999, 0, 0.05"})
    void theCorrectedLoopIsAdamWithoutMomentum(double beta2, double eps, double alpha) {
        Diagonal p = Diagonal.of(6, 1e3, 0);
        SquaredGradients loop = SquaredGradients.corrected(p.objective(), p.start(), alpha, beta2, eps);
        Adam adam = new Adam(Schedule.constant(alpha), 0, beta2, eps, Schedule.constant(0), true, EpsPlace.OUTSIDE);
        INDArray x = Nd4j.create(p.start());
        Tensors parameters = Tensors.of("x", x);
        Bound bound = new Bound(adam, parameters, adam.init(parameters), new Reference());
        double[] g = new double[p.dimension()];
        for (int k = 0; k < 200; k++) {
            p.objective().at(x.toDoubleVector(), g);
            bound.step(Tensors.of("x", Nd4j.create(g)));
            loop.step();
            // Adam forms 1 - beta^t by subtraction, which loses digits where beta is near 1.
            double lost = 1e-15 / (1 - beta2);
            for (int i = 0; i < g.length; i++) assertEquals(x.getDouble(i), loop.error()[i],
                    (k + 1) * (1e-14 + lost * alpha));
        }
    }
}
