package org.gradus.optim.cuda;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.optim.Bound;
import org.gradus.optim.EvaluationView;
import org.gradus.optim.NonFinite;
import org.gradus.optim.Optimizer;
import org.gradus.optim.State;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An optimizer on parameters and state that are kept on the card: {@link Device#bind}. The host's arrays stay as they were
 * until {@link #download}. Gradients are given either by the host, which copies them, or by whoever writes them to the
 * card's memory, in the order of the card's work or with a wait in between.
 *
 * <pre>{@code
 * try (Device device = Device.open(0); DeviceBound bound = device.bind(AdamW.of(1e-3), parameters)) {
 *     bound.step(gradients);
 *     bound.download();
 * }
 * }</pre>
 */
public final class DeviceBound implements AutoCloseable {
    private final Driver driver;
    private final Cuda cuda;
    private final Bound bound;
    private final DeviceTensors parameters;
    private final DeviceTensors gradients;
    private final DeviceTensors state;

    DeviceBound(Driver driver, Modules modules, Optimizer optimizer, Tensors parameters, State state) {
        this.driver = driver;
        Mirrors mirrors = new Mirrors(driver);
        this.cuda = new Cuda(driver, modules, mirrors);
        try {
            this.bound = new Bound(optimizer, parameters, state, cuda);
        } catch (RuntimeException | Error e) {
            cuda.close();
            throw e;
        }
        this.parameters = new DeviceTensors(parameters, mirrors, true);
        this.gradients = new DeviceTensors(uninitialized(parameters), mirrors, false);
        this.state = new DeviceTensors(bound.state().arrays(), mirrors, true);
    }

    /** Where gradients of the host would be: no page of it is touched unless a gradient must be shown. */
    private static Tensors uninitialized(Tensors like) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        like.forEach((name, a) -> arrays.put(name, Nd4j.createUninitializedDetached(a.dataType(), 'c', a.shape())));
        return Tensors.of(arrays);
    }

    /** The parameters on the card. */
    public DeviceTensors parameters() {
        return parameters;
    }

    /** Where {@link #step()} finds the gradients; zero at first. */
    public DeviceTensors gradients() {
        return gradients;
    }

    /** One step with gradients of the host. See {@link Optimizer#step}. */
    public void step(Tensors gradients) {
        Map<String, INDArray> needed = new LinkedHashMap<>();
        for (String name : gradients.names()) {
            if (!parameters.host().contains(name)) {
                throw new InvalidInput("gradient '" + name + "' belongs to no parameter; there are "
                        + parameters.host().names());
            }
        }
        for (String name : parameters.host().names()) {
            // What no rule moves is not on the card.
            if (!parameters.has(name)) continue;
            if (!gradients.contains(name)) throw new InvalidInput("the gradient of '" + name + "' is missing");
            needed.put(name, gradients.get(name));
        }
        this.gradients.upload(Tensors.of(needed));
        step();
    }

    /** One step with the gradients that are on the card; returns when the last pass has been started. */
    public void step() {
        bound.step(gradients.host());
    }

    /** What happens when a gradient is not finite. */
    public DeviceBound onNonFinite(NonFinite policy) {
        bound.onNonFinite(policy);
        return this;
    }

    /** Each scheduled hyperparameter with the value of the last step. */
    public Map<String, Double> hyperparameters() {
        return bound.hyperparameters();
    }

    /** Returns when all steps are done. */
    public void await() {
        driver.synchronize();
    }

    /** Copies parameters and state to the host's arrays. */
    public void download() {
        parameters.download();
        state.download();
    }

    /** The state, its arrays as of the last {@link #download}. */
    public State state() {
        return bound.state();
    }

    /** Writes the state as it is on the card, by the names that it has everywhere. */
    public void save(Path file) {
        state.download();
        bound.state().save(file);
    }

    /** Parameters, on the card and on the host, at the point where the model is to be evaluated, until it is closed. */
    public View evaluationView() {
        parameters.download();
        EvaluationView view = bound.evaluationView();
        parameters.download();
        return new View(view);
    }

    /** While open, parameters stand at the point of evaluation. */
    public final class View implements AutoCloseable {
        private EvaluationView view;

        private View(EvaluationView view) {
            this.view = view;
        }

        /** Puts the parameters back; a second call does nothing. */
        @Override
        public void close() {
            if (view == null) return;
            view.close();
            view = null;
            parameters.restore();
        }
    }

    /** Gives the card's memory back; what has not been downloaded is lost. A second call does nothing. */
    @Override
    public void close() {
        cuda.close();
    }

    Cuda cuda() {
        return cuda;
    }
}
