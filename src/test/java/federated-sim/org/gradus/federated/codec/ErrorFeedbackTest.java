package org.gradus.federated.codec;

import static org.gradus.federated.codec.Wire.key;
import static org.gradus.federated.codec.Wire.minus;
import static org.gradus.federated.codec.Wire.norm;
import static org.gradus.federated.codec.Wire.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.gradus.federated.random.Expect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorFeedbackTest {
    /** What came through plus what is left is what was put in, and what is left stays bounded. */
    @ParameterizedTest
    @ValueSource(strings = {"top-k(k=2)", "random-k(k=5, scaled=false)", "sign", "identity(precision=bfloat16)",
            "seed-only(directions=4)", "seed-only(directions=8, format=byte)"})
    void errorFeedbackLosesNothing(String spec) {
        ErrorFeedback feedback = new ErrorFeedback(Codec.parse(spec));
        double[] residual = new double[20];
        double[] put = new double[20];
        double[] came = new double[20];
        for (int round = 0; round < 300; round++) {
            double[] vector = vector(20, round);
            double[] received = new double[20];
            feedback.decode(feedback.encode(vector, residual, key(round)), received, key(round));
            for (int i = 0; i < 20; i++) {
                put[i] += vector[i];
                came[i] += received[i];
            }
            assertArrayEquals(put, minus(came, Arrays.stream(residual).map(x -> -x).toArray()), 1e-10);
        }
        assertTrue(norm(residual) < 20 * norm(vector(20, 1)), "the residual grew to " + norm(residual));
    }

    @Test
    void errorFeedbackRefusesWhatItCannotDo() {
        Expect.complaint("set scaled to false", () -> new ErrorFeedback(Codec.parse("random-k(k=1)")));
        Expect.complaint("is unbiased: use it alone", () -> new ErrorFeedback(new Qsgd(4)));
        ErrorFeedback feedback = new ErrorFeedback(new Sign());
        double[] residual = {1, 2};
        Expect.complaint("residual", () -> feedback.encode(new double[3], residual, key(0)));
        Expect.complaint(() -> feedback.encode(new double[] {Double.NaN, 0}, residual, key(0)));
        assertArrayEquals(new double[] {1, 2}, residual);
    }
}
