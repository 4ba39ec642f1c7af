package org.gradus.optim.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradus.optim.Optimizer;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.program.Program;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * An optimizer as an updater of DL4J: {@code new NeuralNetConfiguration.Builder().updater(GradusUpdater.of(Adam.of(1e-3)))}.
 * Its state lies in DL4J's own array, so {@code ModelSerializer} saves and restores it; the step number is DL4J's iteration
 * + 1. It also serves SameDiff's {@code TrainingConfig}.
 *
 * <p>DL4J joins the gradients of neighbouring parameters with equal updaters to one vector. For an elementwise method that
 * makes no difference; what depends on the tensor (clip-norm, sm3) is put in by {@link Dl4jUpdaters#install}, which makes
 * one updater a parameter.
 *
 * <p>DL4J shows its updaters the gradient alone: decoupled weight decay is DL4J's own {@code .weightDecay(...)} of a
 * layer, which multiplies it by this updater's rate (the builder of a whole network enters it twice in this release). What
 * needs more (pairs, whole matrices, all parameters together) is refused with the remedy, {@link Dl4jTrainer}.
 */
public final class GradusUpdater implements IUpdater {
    private static final long serialVersionUID = 1L;

    /** Fields are what DL4J writes to JSON; null ones are left out. */
    private List<String> optimizer;
    private String parameter;
    private long[] shape;
    private String order;
    private Double learningRate;
    private ISchedule learningRateSchedule;
    private transient GradientRules rules;

    /** For JSON. */
    private GradusUpdater() {}

    private GradusUpdater(GradientRules rules, String parameter, long[] shape, String order) {
        this.optimizer = List.copyOf(rules.texts());
        this.parameter = parameter;
        this.shape = shape;
        this.order = order;
        this.rules = rules;
    }

    /**
     * An updater for any number of parameters.
     *
     * @throws InvalidInput if the optimizer is not elementwise, or needs more than the gradient
     */
    public static GradusUpdater of(Optimizer optimizer) {
        GradientRules rules = GradientRules.of(optimizer);
        if (!rules.isElementwise()) {
            throw new InvalidInput(String.join(", ", rules.texts()) + " depends on the shape of each parameter, but DL4J"
                    + " joins them to one vector; use Dl4jUpdaters.install(network, optimizer), or Dl4jTrainer.attach");
        }
        return new GradusUpdater(rules, null, null, null);
    }

    /** An updater for one parameter; it is like no other, so DL4J leaves its gradient apart. */
    static GradusUpdater of(Optimizer optimizer, String parameter, long[] shape, char order) {
        return new GradusUpdater(GradientRules.of(optimizer), parameter, shape.clone(), String.valueOf(order));
    }

    GradientRules rules() {
        if (rules == null) rules = GradientRules.parse(optimizer);
        return rules;
    }

    @Override
    public long stateSize(long parameters) {
        if (shape == null) return parameters * rules().slots().size();
        long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        if (length != parameters) {
            throw new InvalidInput("the updater of '" + parameter + "' was made for shape " + Arrays.toString(shape)
                    + ", not for " + parameters + " elements; call Dl4jUpdaters.install on the new network");
        }
        return rules().stateLength(shape);
    }

    @Override
    public GradientUpdater<GradusUpdater> instantiate(INDArray view, boolean initialize) {
        GradusGradientUpdater made = new GradusGradientUpdater(this);
        if (view != null) {
            INDArray state = view.reshape(view.length());
            long[] of = shape != null ? shape : new long[] {state.length() / rules().slots().size()};
            made.setStateViewArray(state, of, shape != null ? order.charAt(0) : 'c', initialize);
        }
        return made;
    }

    @Override
    public GradientUpdater<GradusUpdater> instantiate(Map<String, INDArray> state, boolean initialize) {
        GradusGradientUpdater made = new GradusGradientUpdater(this);
        made.setState(state, initialize);
        return made;
    }

    /** The gradient as the tensor that this updater was made for. */
    INDArray shaped(INDArray gradient) {
        return shape == null ? gradient : gradient.reshape(order.charAt(0), shape);
    }

    /** A hyperparameter in a step; the rate may have been set in DL4J. */
    double value(Program.Hyperparameter hyperparameter, int iteration, int epoch) {
        return hyperparameter == rules().rate() ? getLearningRate(iteration, epoch)
                : hyperparameter.schedule().at(iteration);
    }

    /** The rate that was set in DL4J, otherwise the optimizer's own; NaN if it has none, or several. */
    @Override
    public double getLearningRate(int iteration, int epoch) {
        if (learningRateSchedule != null) return learningRateSchedule.valueAt(iteration, epoch);
        if (learningRate != null) return learningRate;
        return hasLearningRate() ? rules().rate().schedule().at(iteration) : Double.NaN;
    }

    @Override
    public boolean hasLearningRate() {
        return rules().rate() != null;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        if (!hasLearningRate()) throw new InvalidInput(optimizer + " has no single rate that DL4J could set");
        learningRate = schedule == null ? rate : null;
        learningRateSchedule = schedule;
    }

    @Override
    public GradusUpdater clone() {
        GradusUpdater copy = new GradusUpdater(rules(), parameter, shape, order);
        copy.learningRate = learningRate;
        copy.learningRateSchedule = learningRateSchedule;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GradusUpdater u && Objects.equals(optimizer, u.optimizer)
                && Objects.equals(parameter, u.parameter) && Arrays.equals(shape, u.shape) && Objects.equals(order, u.order)
                && Objects.equals(learningRate, u.learningRate)
                && Objects.equals(learningRateSchedule, u.learningRateSchedule);
    }

    @Override
    public int hashCode() {
        return Objects.hash(optimizer, parameter, Arrays.hashCode(shape), learningRate, learningRateSchedule);
    }

    @Override
    public String toString() {
        return "GradusUpdater" + optimizer + (parameter == null ? "" : " of " + parameter);
    }
}
