package org.gradus.experiments.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.run.RunFailed;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces of simulations against plain loops, and what they must refuse. */
class SimulationReplayTest {
    @TempDir
    private Path folder;

    private JsonNode replay(String trace) throws Exception {
        return GoldenTrace.JSON.readTree(Json.line(Replay.of(Files.writeString(folder.resolve("case.json"), trace))));
    }

    /** Two clients with diagonals of the parameter's shape, weights 3 to 1, the second absent from the second round. */
    @Test
    void clippedRoundsOnDiagonalsMatchAPlainLoop() throws Exception {
        double[][] h = {{1, 2, 0.5, 0.1}, {0.3, 1, 1.5, 2}};
        double[][] c = {{1, -1, 2, 0}, {0, 3, -2, 1}};
        double[][][] noise = {{{0.1, 0, -0.2, 0.3}, {9, 0, 0, -9}}, {{0, 0.2, 0, 0}, {0.5, 0.5, 0.5, 0.5}}};
        JsonNode answer = replay("""
                {"params": {"m": [[0.5, -0.5], [1, 2]]},
                 "simulation": {"inner": [{"type": "bi-clip", "upper": 1, "lower": 0.2}, {"type": "sgd", "lr": 0.1}],
                                "outer": {"type": "heavy-ball", "lr": 0.8, "momentum": 0.5}, "localSteps": 1, "rounds": 2, "weights": [3, 1]},
                 "clientQuadratics": {"h": [[[1, 2], [0.5, 0.1]], [[0.3, 1], [1.5, 2]]], "c": [[[1, -1], [2, 0]], [[0, 3], [-2, 1]]],
                   "noise": [[[[[0.1, 0], [-0.2, 0.3]], [[9, 0], [0, -9]]]], [[[[0, 0.2], [0, 0]], [[0.5, 0.5], [0.5, 0.5]]]]]},
                 "participants": [[0, 1], [0]]}
                """);
        double[] x = {0.5, -0.5, 1, 2};
        double[] previous = x.clone();
        for (int r = 0; r < 2; r++) {
            double[] next = new double[4];
            for (int i = 0; i < 4; i++) {
                double delta = 0;
                for (int m = 0; m < 2 - r; m++) {
                    double g = h[m][i] * (x[i] - c[m][i]) + noise[r][m][i];
                    double clipped = g == 0 ? 0 : Math.signum(g) * Math.min(Math.max(Math.abs(g), 0.2), 1);
                    delta -= 0.1 * clipped * (r == 1 ? 1 : m == 0 ? 0.75 : 0.25);
                }
                next[i] = x[i] + 0.8 * delta + 0.5 * (x[i] - previous[i]);
                assertEquals(x[i], answer.at("/start/" + r + "/m/" + i / 2 + "/" + i % 2).asDouble(), 1e-14);
                assertEquals(next[i], answer.at("/params/" + r + "/m/" + i / 2 + "/" + i % 2).asDouble(), 1e-14);
                assertEquals(x[i], answer.at("/state/" + r).get("heavy-ball/previous/m").get(i / 2).get(i % 2).asDouble(),
                        1e-14);
            }
            previous = x;
            x = next;
        }
        assertEquals(2 * 4 * 8, answer.at("/traffic/0/up").asInt());
        assertEquals(4 * 8, answer.at("/traffic/1/down").asInt());
    }

    /** Two parameters; the number of rounds and of steps is that of the listed gradients. */
    @Test
    void whatIsLeftOutIsCounted() throws Exception {
        JsonNode answer = replay("""
                {"params": {"w": [0, 0], "b": 1}, "algorithm": {"type": "fedavg", "lr": 0.5},
                 "clientGradients": [[[{"w": [1, 2], "b": 0}, {"w": [1, 0], "b": 2}]]]}
                """);
        assertEquals(-1, answer.at("/params/0/w/0").asDouble());
        assertEquals(-1, answer.at("/params/0/w/1").asDouble());
        assertEquals(0, answer.at("/params/0/b").asDouble());
        assertEquals(1, answer.get("params").size());
    }

    @Test
    void divergenceIsAFailedRun() {
        RunFailed e = assertThrows(RunFailed.class, () -> replay("""
                {"params": {"x": [1]}, "simulation": {"inner": {"type": "sgd", "lr": 1e300}, "localSteps": 3, "rounds": 2},
                 "clientQuadratics": {"h": [[1]], "c": [[0]]}}
                """));
        assertTrue(e.getMessage().contains("round 0"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "simulation": {"inner": {"type": "sgd", "lr": 1}}                                                           | there are no gradients
            "simulation": {"inner": {"type": "sgd", "lr": 1}}, "clientQuadratics": {"h": [[1]], "c": [[0]]}              | rounds must be at least 1
            "simulation": {"inner": {"type": "sgd", "lr": 1}, "rounds": 1, "localStep": 1}, "clientQuadratics": {"h": [[1]], "c": [[0]]} | did you mean 'localSteps'?
            "simulation": {"rounds": 1}, "clientQuadratics": {"h": [[1]], "c": [[0]]}                                    | option inner is missing
            "simulation": {"inner": {"type": "sgd"}, "rounds": 1}, "clientQuadratics": {"h": [[1]], "c": [[0]]}          | simulation: inner: sgd: option lr is missing
            "simulation": {"algorithm": {"type": "fedavgg"}, "rounds": 1}, "clientQuadratics": {"h": [[1]], "c": [[0]]}  | did you mean 'fedavg'?
            "algorithm": {"type": "fedavg", "rate": 1}, "clientGradients": [[[[1]]]]                                     | unknown option 'rate'
            "algorithm": {"type": "fedavg"}, "clientGradients": [[[[1, 2]]]]                                             | clientGradients[0][0][0].x has shape [2]
            "algorithm": {"type": "mime"}, "clientGradients": [[[[1]]]]                                                  | needs gradients at the model itself
            "algorithm": {"type": "fedavg"}, "simulation": {"localSteps": 2}, "clientGradients": [[[[1]]]]               | has 1 steps, but localSteps is 2
            "algorithm": {"type": "fedavg"}, "clientGradients": [[[[1]]]], "participants": [[1]]                         | participants[0] names client 1
            "algorithm": {"type": "fedavg"}, "simulation": {"weights": [1, 2]}, "clientGradients": [[[[1]]]]             | one number a client (1)
            "algorithm": {"type": "fedavg"}, "simulation": {"weights": [-1]}, "clientGradients": [[[[1]]]]               | weights must be
            "algorithm": {"type": "fedavg"}, "simulation": {"rounds": 1}, "clientQuadratics": {"Q": [[[1, 0]]], "c": [[0]]} | clientQuadratics.Q[0] has shape [1, 2]
            "algorithm": {"type": "fedavg"}, "simulation": {"rounds": 1}, "clientQuadratics": {"q": [[[1]]], "c": [[0]]} | did you mean 'Q'?
            "algorithm": {"type": "fedavg"}, "simulation": {"rounds": 2}, "clientQuadratics": {"h": [[1]], "c": [[0]], "noise": [[[[1]]]]} | noise must have 2 entries
            "outer": {"type": "slow-mo"}, "deltas": [{"x": [1]}]                                                         | innerLr is missing
            "outer": {"type": "sgd", "lr": 1}, "deltas": []                                                              | a list of one object a round
            "outer": {"type": "sgd", "lr": 1}, "deltas": [{"y": [1]}]                                                    | unknown parameter 'y'
            "outer": {"type": "sgd", "lr": 1}, "gradients": [{"x": [1]}]                                                 | unknown key 'gradients'
            """)
    void whatIsWrongIsSaidInOneLine(String rest, String expected) {
        String message = assertThrows(InvalidInput.class, () -> replay("{\"params\": {\"x\": [1]}, " + rest + "}"))
                .getMessage();
        assertTrue(message.startsWith(folder.toString()) && message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
    }
}
