package org.gradus.optim;

import static org.gradus.optim.Fixture.array;
import static org.gradus.optim.Fixture.assertSameBits;
import static org.gradus.optim.Fixture.everything;
import static org.gradus.optim.Fixture.tensors;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.optim.io.Safetensors;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Options;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.NAdam;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.tensor.Tensors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One line for each mistake: what is wrong, the range, the value, the remedy; and nothing has moved. */
class BadInputTest {
    @TempDir
    private Path folder;

    /** Would catch a typo or a value out of range that is taken silently. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "adam(beta=0.9)|adam: unknown option 'beta'; did you mean 'beta1'?",
        "adam(learningRate=1)|adam: unknown option 'learningRate'; known: lr, beta1, beta2, eps, weightDecay, biasCorrection, epsPlace",
        "adan|unknown optimizer 'adan'; did you mean 'adam'?",
        "sgd|sgd: option lr is missing (learning rate)",
        "adam(beta1=high)|adam: beta1 must be a number, but is 'high'",
        "adam(biasCorrection=yes)|adam: biasCorrection must be true or false, but is 'yes'",
        "adam(epsPlace=above)|adam: epsPlace must be one of outside, inside, uncorrected, but is 'above'",
        "adam(beta1=1.0)|adam: beta1 must be in [0, 1), but is 1.0",
        "adam(beta2=-0.1)|adam: beta2 must be in [0, 1), but is -0.1",
        "adam(beta2=NaN)|adam: beta2 must be in [0, 1), but is NaN",
        "adam(eps=-1e-8)|adam: eps must be a finite number >= 0, but is -1.0E-8",
        "adam(eps=Infinity)|adam: eps must be a finite number >= 0, but is Infinity",
        "adadelta(eps=0)|adadelta: eps must be a finite number > 0, but is 0.0",
        "adagrad(initialAccumulator=-1)|adagrad: initialAccumulator must be a finite number >= 0, but is -1.0",
        "sgd(lr=1, dampening=2)|sgd: dampening must be in [0, 1], but is 2.0",
        "sgd(lr=1, momentum=1)|sgd: momentum must be in [0, 1), but is 1.0",
        "rmsprop(momentum=-0.5)|rmsprop: momentum must be in [0, 1), but is -0.5",
        "sgd(lr=1, nesterov=true)|sgd: nesterov must be used with momentum and without dampening, but is true",
        "rmsprop(epsPlace=uncorrected)|rmsprop: epsPlace must be outside or inside for rmsprop, but is uncorrected",
        "schedule-free(lr=1, beta1=0)|schedule-free: beta1 must be in (0, 1), but is 0.0",
        "schedule-free(lr=1, warmup=2.5)|schedule-free: warmup must be a whole number, but is '2.5'",
        "clip-norm(maxNorm=-1)|clip-norm: maxNorm must be a number >= 0, but is -1.0",
        "clip-global-norm(maxNorm=NaN)|clip-global-norm: maxNorm: value must be a number, but is NaN",
        "clip-value(maxValue=-1)|clip-value: maxValue must be a number >= 0, but is -1.0",
        "bi-clip(upper=0.1, lower=0.5)|bi-clip: lower must be at most upper (0.1), but is 0.5",
        "bi-clip(lower=-1)|bi-clip: lower must be a number >= 0, but is -1.0",
        "scale(by=Infinity)|scale: by must be a finite number, but is Infinity",
        "scale(by=NaN)|scale: by: value must be a number, but is NaN",
        "adam(lr=0.1, lr=0.2)|option 'lr' stands twice in 'adam(lr=0.1, lr=0.2)'",
        "adam(lr=0.1|'adam(lr=0.1' does not end with ')'"})
    void optionsAreChecked(String spec, String message) {
        assertMessage(message, () -> Optimizers.read(spec));
    }

    /** Would catch a rule that lacks the check of a hyperparameter which every rule has. */
    @TestFactory
    Stream<DynamicTest> ratesAndDecaysOfEveryRuleAreChecked() {
        List<DynamicTest> tests = new ArrayList<>();
        Fixture.catalogue().forEach((name, optimizer) -> {
            if (!(optimizer instanceof Record record)) return;
            for (Options.Description option : Options.describe(record.getClass())) {
                if (!List.of("lr", "weightDecay").contains(option.name())) continue;
                for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
                    String range = Double.isNaN(bad) ? ": value must be a number" : " must be a finite number >= 0";
                    tests.add(DynamicTest.dynamicTest(name + " with " + option.name() + " " + bad, () -> assertMessage(
                            option.name() + range + ", but is " + bad, () -> optimizer.with(option.name(), bad))));
                }
            }
        });
        return tests.stream();
    }

    /** Would catch specs of a form that is not understood and half read. */
    @Test
    void formsAreChecked() {
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("type", "adam");
        none.put("lr", null);
        assertMessage("adam: lr has no value", () -> Optimizers.read(none));
        assertMessage("the optimizer has no type; known: " + String.join(", ", Optimizers.CATALOGUE.types()),
                () -> Optimizers.read(Map.of("lr", 1)));
        assertMessage("expected an optimizer as {type: ..., options}, but found '3'", () -> Optimizers.read(3));
        assertMessage("a chain must be of at least one stage, but is empty", () -> Optimizers.read(List.of()));
        assertMessage("a route needs branches: a list of {name, match | minRank | pairs, use}", () -> Optimizers.read(Map.of("type", "route")));
        assertMessage("a branch: unknown option 'mach'; did you mean 'match'?", () -> Optimizers.read(Map.of("type", "route",
                "branches", List.of(Map.of("name", "a", "mach", "*", "use", "adam")))));
        assertMessage("branch 'a' needs one of match (a name, * for any characters), minRank (a number) and pairs: true",
                () -> Optimizers.read(Map.of("type", "route", "branches", List.of(Map.of("name", "a", "use", "adam")))));
        assertMessage("lr has no value", () -> Sgd.of(1).with("lr", null));
        assertMessage("lr has no value", () -> Sgd.of((Schedule) null));
    }

    /** Would catch parameters that cannot be stepped, accepted until the first step. */
    @Test
    void parametersAreChecked() {
        assertMessage("there are no parameters to optimize", () -> Adam.of(1).bind(Tensors.of(Map.of())));
        for (DataType type : List.of(DataType.HALF, DataType.INT, DataType.BFLOAT16)) {
            assertMessage("parameter 'w' has data type " + type + "; cast it to FLOAT or DOUBLE",
                    () -> Adam.of(1).bind(Tensors.of("w", array(DataType.FLOAT, 1, 2).castTo(type))));
        }
        assertMessage("array 'w' is null", () -> Tensors.of("w", (INDArray) null));
        assertMessage("the name 'w' stands twice", () -> Tensors.of("w", array(DataType.FLOAT, 1, 2), "w", array(DataType.FLOAT, 1, 2)));
        assertMessage("Tensors.of needs pairs of a name and an array", () -> Tensors.of("w", array(DataType.FLOAT, 1, 2), "b"));
        assertMessage("Tensors.of needs pairs of a name and an array", () -> Tensors.of("w", array(DataType.FLOAT, 1, 2), "b", null));
        assertMessage("unknown array 'wight'; did you mean 'weight'?",
                () -> Tensors.of("weight", array(DataType.FLOAT, 1, 2)).get("wight"));
    }

    /** Would catch a step that moves some parameters before it sees that another's gradient does not fit. */
    @Test
    void gradientsAreCheckedBeforeAnythingMoves() {
        DataType type = DataType.FLOAT;
        Map<Tensors, String> bad = new LinkedHashMap<>();
        bad.put(tensorsWith("T", array(type, 1, 2, 12)), "the gradient of 'T' has shape [2, 12], but the parameter has [2, 3, 4]");
        bad.put(tensorsWith("T", array(DataType.DOUBLE, 1, 2, 3, 4)),
                "the gradient of 'T' has data type DOUBLE, but the parameter has FLOAT; cast it with castTo");
        bad.put(Tensors.of("W", array(type, 1, 9, 8), "b", array(type, 1, 7), "s", array(type, 1)), "the gradient of 'T' is missing");
        bad.put(tensorsWith("X", array(type, 1, 2)), "gradient 'X' belongs to no parameter; there are [W, b, T, s]");
        Bound bound = AdamW.of(0.1).bind(tensors(type, 1));
        Fixture.run(bound, 2, type);
        Map<String, double[]> before = everything(bound);
        bad.forEach((gradients, message) -> assertMessage(message, () -> bound.step(gradients)));
        assertMessage("there are no gradients", () -> bound.step(null));
        assertSameBits(before, everything(bound), "after bad gradients");
        assertEquals(2, bound.state().step());
        Bound clean = AdamW.of(0.1).bind(tensors(type, 1));
        assertSameBits(Fixture.run(clean, 3, type).get(2), nextStep(bound), "the next good step");
    }

    private static Map<String, double[]> nextStep(Bound bound) {
        bound.step(tensors(DataType.FLOAT, 120));
        return everything(bound);
    }

    private static Tensors tensorsWith(String name, INDArray array) {
        Map<String, INDArray> map = new LinkedHashMap<>();
        tensors(DataType.FLOAT, 9).forEach(map::put);
        map.put(name, array);
        return Tensors.of(map);
    }

    /** Would catch a schedule that turns parameters into NaN. */
    @Test
    void aScheduleThatGivesNoNumberStopsTheStep() {
        Bound bound = AdamW.of(t -> t < 2 ? 0.1 : Double.NaN).bind(tensors(DataType.FLOAT, 1));
        Fixture.run(bound, 2, DataType.FLOAT);
        Map<String, double[]> before = everything(bound);
        assertMessage("adamw/lr is NaN in step 3; its schedule must give numbers", () -> Fixture.run(bound, 1, DataType.FLOAT));
        assertSameBits(before, everything(bound), "after the schedule's NaN");
    }

    /** Would catch a state that is taken for another optimizer's, or for other parameters. */
    @Test
    void aStateMustFit() {
        DataType type = DataType.FLOAT;
        Tensors parameters = Tensors.of("w", array(type, 1, 4));
        assertMessage("the state has no array 'adam/mu/w'; it has [adamw/mu/w, adamw/nu/w]", () -> loadInto(Adam.of(1), AdamW.of(1), parameters));
        assertMessage("the state has an array 'adam/mu/w' that this optimizer does not use; it was saved by another one",
                () -> loadInto(Sgd.of(1), Adam.of(1), parameters));
        assertMessage("the state has no number 'nadam/momentumProduct'", () -> new Bound(NAdam.of(1), parameters,
                new State(NAdam.of(1).init(parameters).arrays(), Map.of())));
        assertMessage("the state has numbers [adam/x], but this optimizer uses []", () -> new Bound(Adam.of(1), parameters,
                new State(Adam.of(1).init(parameters).arrays(), Map.of("adam/x", 1.0))));
        State saved = Adam.of(1).init(parameters);
        assertMessage("state 'adam/mu/w' is FLOAT[4], but the parameters need FLOAT[5]",
                () -> Adam.of(1).bind(Tensors.of("w", array(type, 1, 5)), saved));
        assertMessage("state 'adam/mu/w' is FLOAT[4], but the parameters need DOUBLE[4]",
                () -> Adam.of(1).bind(Tensors.of("w", array(DataType.DOUBLE, 1, 4)), saved));
        Path file = folder.resolve("parameters.safetensors");
        Safetensors.write(file, parameters, Map.of());
        assertMessage(file + " is no optimizer state: its metadata has no format gradus-state-1", () -> State.load(file));
        for (String step : List.of("-1", "", "1.5", "99999999999999999999")) {
            Safetensors.write(file, parameters, Map.of("format", "gradus-state-1", "step", step, "skipped", "0"));
            assertMessage(file + " has no valid step count or number in its metadata", () -> State.load(file));
        }
    }

    private void loadInto(Optimizer loading, Optimizer saving, Tensors parameters) {
        Path file = folder.resolve("state.safetensors");
        saving.init(parameters).save(file);
        loading.bind(parameters, State.load(file));
    }

    /** Would catch a message that names a class, goes over two lines or leaves its value out. */
    private static void assertMessage(String message, Executable action) {
        InvalidInput e = assertThrows(InvalidInput.class, action);
        assertEquals(message, e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
        assertTrue(Arrays.stream(new String[] {"java.", "org.gradus"}).noneMatch(e.getMessage()::contains));
    }
}
