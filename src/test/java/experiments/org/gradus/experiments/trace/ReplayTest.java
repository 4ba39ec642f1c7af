package org.gradus.experiments.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.run.RunFailed;
import org.gradus.optim.option.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces against plain float64 loops, and what a trace must refuse. */
class ReplayTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 1e-12;

    @TempDir
    private Path folder;

    private JsonNode replay(String trace) throws Exception {
        Path file = Files.writeString(folder.resolve("case.json"), trace);
        return JSON.readTree(Json.line(Replay.of(file)));
    }

    @Test
    void adamWMatchesAPlainLoop() throws Exception {
        double[] p = {0.5, -1.25, 3};
        double[][] gradients = {{0.1, -2, 1e-4}, {0, 0.3, -1e-4}, {5, -0.01, 2e-4}, {-0.7, 0.9, 0}};
        JsonNode answer = replay("""
                {"params": {"w": [0.5, -1.25, 3]},
                 "optimizer": {"type": "adamw", "lr": 0.03, "beta1": 0.8, "beta2": 0.95, "eps": 1e-6, "weightDecay": 0.1},
                 "gradients": [{"w": [0.1, -2, 1e-4]}, {"w": [0, 0.3, -1e-4]}, {"w": [5, -0.01, 2e-4]}, {"w": [-0.7, 0.9, 0]}]}
                """);
        double[] mu = new double[3];
        double[] nu = new double[3];
        for (int t = 1; t <= gradients.length; t++) {
            for (int i = 0; i < 3; i++) {
                double g = gradients[t - 1][i];
                mu[i] = 0.8 * mu[i] + 0.2 * g;
                nu[i] = 0.95 * nu[i] + 0.05 * g * g;
                double direction = mu[i] / (1 - Math.pow(0.8, t)) / (Math.sqrt(nu[i] / (1 - Math.pow(0.95, t))) + 1e-6);
                p[i] -= 0.03 * (direction + 0.1 * p[i]);
                assertEquals(p[i], answer.at("/params/" + (t - 1) + "/w/" + i).asDouble(), TOLERANCE);
                assertEquals(mu[i], answer.at("/state/" + (t - 1)).get("adamw/mu/w").get(i).asDouble(), TOLERANCE);
                assertEquals(nu[i], answer.at("/state/" + (t - 1)).get("adamw/nu/w").get(i).asDouble(), TOLERANCE);
            }
        }
        assertEquals("gradus-trace-1", answer.get("format").asText());
        assertEquals(4, answer.get("params").size());
    }

    @Test
    void sgdOnANoisyQuadraticMatchesAPlainLoop() throws Exception {
        double[][] q = {{2, 0.5}, {0.5, 1}};
        double[] c = {1, -1};
        double[][] noise = {{0.1, 0}, {0, -0.2}, {0.05, 0.05}};
        double[] x = {3, 4};
        JsonNode answer = replay("""
                {"format": "gradus-trace-1", "params": {"x": [3, 4]},
                 "optimizer": {"type": "sgd", "lr": 0.1, "momentum": 0.9, "nesterov": true},
                 "objective": {"type": "quadratic", "Q": [[2, 0.5], [0.5, 1]], "c": [1, -1]}, "steps": 3,
                 "noise": [[0.1, 0], [0, -0.2], [0.05, 0.05]]}
                """);
        double[] buffer = new double[2];
        for (int t = 0; t < 3; t++) {
            double[] g = new double[2];
            for (int i = 0; i < 2; i++) g[i] = q[i][0] * (x[0] - c[0]) + q[i][1] * (x[1] - c[1]) + noise[t][i];
            for (int i = 0; i < 2; i++) {
                buffer[i] = t == 0 ? g[i] : 0.9 * buffer[i] + g[i];
                x[i] -= 0.1 * (g[i] + 0.9 * buffer[i]);
                assertEquals(x[i], answer.at("/params/" + t + "/x/" + i).asDouble(), TOLERANCE);
                assertEquals(buffer[i], answer.at("/state/" + t).get("sgd/buffer/x").get(i).asDouble(), TOLERANCE);
            }
        }
    }

    @Test
    void aListIsAChainAndParametersHaveAnyRank() throws Exception {
        JsonNode answer = replay("""
                {"params": {"s": 1, "m": [[1, 2], [3, 4]], "t": [[[1], [2]]]},
                 "optimizer": [{"type": "clip-global-norm", "maxNorm": 1}, {"type": "sgd", "lr": 1}],
                 "gradients": [{"s": 3, "m": [[0, 0], [0, 0]], "t": [[[4], [0]]]}]}
                """);
        assertEquals(0.4, answer.at("/params/0/s").asDouble(), TOLERANCE);
        assertEquals(0.2, answer.at("/params/0/t/0/0/0").asDouble(), TOLERANCE);
        assertEquals(4, answer.at("/params/0/m/1/1").asDouble());
    }

    /** Would catch a factor's gradient taken elsewhere than at the current point, or a layout read the wrong way round. */
    @Test
    void pairsTakeTheGradientOfTheirProduct() throws Exception {
        JsonNode answer = replay("""
                {"params": {"b": [1]},
                 "pairs": [{"name": "q", "up": [[2], [0]], "down": [[1, 3]], "layout": "peft", "scale": 0.5},
                           {"name": "v", "up": [[2], [0]], "down": [[1], [3]], "layout": "ABt"}],
                 "optimizer": {"type": "sgd", "lr": 0.5}, "gradients": [{"b": [2]}, {"b": [2]}],
                 "productGradients": [{"q": [[1, 0], [0, 2]], "v": [[1, 0], [0, 2]]}, {"q": [[0, 0], [2, 0]], "v": [[0, 0], [0, 0]]}]}
                """);
        // q: dL/dup = 0.5 G downᵀ = (0.5, 3), dL/ddown = 0.5 upᵀ G = (1, 0); then with up = (1.75, -1.5), down = (0.5, 3).
        assertEquals("[[1.75],[-1.5]]", answer.at("/params/0/q/up").toString());
        assertEquals("[[0.5,3.0]]", answer.at("/params/0/q/down").toString());
        assertEquals("[[1.75],[-1.75]]", answer.at("/params/1/q/up").toString());
        assertEquals("[[1.25,3.0]]", answer.at("/params/1/q/down").toString());
        assertEquals("[[1.5],[-3.0]]", answer.at("/params/0/v/up").toString());
        assertEquals("[[0.0],[3.0]]", answer.at("/params/0/v/down").toString());
        assertEquals("[-1.0]", answer.at("/params/1/b").toString());
    }

    @Test
    void numbersReadBackTheSameAndAreShort() throws Exception {
        Path file = Files.writeString(folder.resolve("case.json"), """
                {"params": {"w": [2e-3]}, "optimizer": {"type": "sgd", "lr": 0}, "gradients": [{"w": [1]}]}
                """);
        assertTrue(Json.line(Replay.of(file)).contains("\"w\":[0.002]"), Json.line(Replay.of(file)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                                         | the file is empty
            {"params": {"w": [1}                                                       | line 1
            [1]                                                                        | expected an object
            {}                                                                         | 'params' is missing
            {"params": {}, "optimizer": "sgd"}                                         | params is empty
            {"params": {"w": [1]}, "gradients": [{"w": [1]}]}                          | 'optimizer' is missing
            {"params": {"w": [1]}, "optimizer": {"type": "adam"}}                      | there are no gradients
            {"params": {"w": [1]}, "optimizer": {"type": "adam"}, "gradient": []}      | unknown key 'gradient'; did you mean 'gradients'?
            {"params": {"w": [1]}, "optimizer": {"type": "adam"}, "gradients": []}     | a list of one object a step
            {"params": {"w": [NaN]}, "optimizer": {"type": "adam"}, "gradients": []}   | NaN
            {"params": {"w": ["1"]}, "optimizer": {"type": "adam"}, "gradients": []}   | params.w: expected a number, but found '1'
            {"params": {"w": [null]}, "optimizer": {"type": "adam"}, "gradients": []}  | params.w: expected a number
            {"params": {"w": [1e999]}, "optimizer": {"type": "adam"}, "gradients": []} | does not fit into a float64
            {"params": {"w": [[1, 2], [3]]}, "optimizer": {"type": "adam"}}            | params.w: the array is ragged
            {"params": {"w": [1, [2]]}, "optimizer": {"type": "adam"}}                 | params.w: the array is ragged
            {"params": {"w": []}, "optimizer": {"type": "adam"}}                       | params.w: the array is empty
            {"params": {"w": [1]}, "params": {"w": [1]}}                               | key 'params' stands twice
            {"params": {"w": [1]}, "optimizer": {"type": "adm"}, "gradients": []}      | did you mean 'adam'?
            {"params": {"w": [1]}, "optimizer": {"type": "adam", "lrr": 1}}            | unknown option 'lrr'; did you mean 'lr'?
            {"params": {"w": [1]}, "optimizer": {"type": "adam"}, "gradients": [{}]}   | step 1: the gradient of 'w' is missing
            {"params": {"w": [1]}, "optimizer": {"type": "adam"}, "gradients": [{"w": [1, 2]}]} | step 1: the gradient of 'w' has shape [2]
            {"params": {"w": [1]}, "optimizer": {"type": "adam"}, "gradients": [{"w": [1], "v": [1]}]} | gradient 'v' belongs to no parameter
            {"params": {"w": [1]}, "optimizer": {"type": "adam"}, "gradients": [{"w": [1]}], "steps": 1} | steps belongs to an objective
            {"pairs": [], "optimizer": {"type": "adam"}}                               | params is empty; name at least one parameter or pair
            {"pairs": {}, "optimizer": {"type": "adam"}}                               | pairs must be a list of {name, up, down, layout}
            {"pairs": [{"name": "q", "up": [[1]], "down": [[1]]}]}                     | pairs[0]: 'layout' is missing
            {"pairs": [{"name": "q", "up": [[1]], "down": [[1]], "layout": "AB"}]}     | pairs[0]: the layout of a pair must be peft or ABt
            {"pairs": [{"name": "q", "up": [[1]], "down": [[1]], "layot": "ABt"}]}     | pairs[0]: unknown key 'layot'; did you mean 'layout'?
            {"pairs": [{"name": "q", "up": [[1], [2]], "down": [[1], [2]], "layout": "peft"}]} | in the other layout they would fit
            {"pairs": [{"name": "q", "up": [[1]], "down": [[1]], "layout": "ABt"}], "optimizer": "adam", "productGradients": [{"p": [[1]]}]} | unknown pair 'p'
            {"pairs": [{"name": "q", "up": [[1]], "down": [[1]], "layout": "ABt"}], "optimizer": "adam", "productGradients": [{"q": [[1, 2]]}]} | must have [1, 1]
            {"pairs": [{"name": "q", "up": [[1]], "down": [[1]], "layout": "ABt"}], "optimizer": "adam", "productGradients": [{}]} | the gradient of 'q.up' is missing
            {"params": {"b": [1]}, "optimizer": "lora-rite", "gradients": [{"b": [1]}]} | parameter 'b' is no factor of a pair
            {"params": {"w": [1]}, "outer": {}}                                        | outer: the outer optimizer has no type
            {"simulation": {}}                                                         | 'params' is missing
            {"format": "gradus-trace-2", "params": {"w": [1]}}                         | format must be gradus-trace-1
            {"params": {"x": [1]}, "optimizer": {"type": "adam"}, "objective": {"type": "cubic"}, "steps": 1} | type must be quadratic
            {"params": {"x": [1]}, "optimizer": {"type": "adam"}, "objective": {"type": "quadratic", "q": [[1]], "c": [0]}, "steps": 1} | unknown key 'q'; did you mean 'Q'?
            {"params": {"x": [1]}, "optimizer": {"type": "adam"}, "objective": {"type": "quadratic", "Q": [[1, 2]], "c": [0]}, "steps": 1} | objective.Q has shape [1, 2], but must have [1, 1]
            {"params": {"x": [1]}, "optimizer": {"type": "adam"}, "objective": {"type": "quadratic", "Q": [[1]], "c": [0]}, "steps": 2, "noise": [[1]]} | noise has shape [1, 1], but must have [2, 1]
            {"params": {"x": [[1]]}, "optimizer": {"type": "adam"}, "objective": {"type": "quadratic", "Q": [[1]], "c": [0]}, "steps": 1} | exactly one parameter, a vector
            {"params": {"x": [1]}, "optimizer": {"type": "adam"}, "objective": {"type": "quadratic", "Q": [[1]], "c": [0]}, "steps": 0} | steps must be a whole number >= 1
            {"params": {"x": [1]}, "optimizer": {"type": "adam"}, "objective": {"type": "quadratic", "Q": [[1]], "c": [0]}} | 'steps' is missing
            """)
    void whatIsWrongIsSaidInOneLine(String trace, String expected) {
        String message = assertThrows(InvalidInput.class, () -> replay(trace)).getMessage();
        assertTrue(message.startsWith(folder.toString()) && message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void overflowIsAFailedRun() {
        RunFailed e = assertThrows(RunFailed.class, () -> replay("""
                {"params": {"x": [1e300]}, "optimizer": {"type": "sgd", "lr": 1e100},
                 "objective": {"type": "quadratic", "Q": [[1]], "c": [0]}, "steps": 5}
                """));
        assertEquals(1, List.of(e.getMessage().split("\n")).size());
        assertTrue(e.getMessage().contains("after step 1"), e.getMessage());
    }
}
