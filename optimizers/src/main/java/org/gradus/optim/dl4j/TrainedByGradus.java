package org.gradus.optim.dl4j;

import java.util.Map;
import org.gradus.optim.option.InvalidInput;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Stands in the configuration of a network whose optimizer is a {@link Dl4jTrainer}. Should the trainer be missing, as
 * after the network was loaded from a file, training says so instead of going on with another method.
 */
public final class TrainedByGradus implements IUpdater {
    private static final long serialVersionUID = 1L;

    @Override
    public long stateSize(long parameters) {
        return 0;
    }

    @Override
    public GradientUpdater<TrainedByGradus> instantiate(INDArray view, boolean initialize) {
        return new Missing(this);
    }

    @Override
    public GradientUpdater<TrainedByGradus> instantiate(Map<String, INDArray> state, boolean initialize) {
        return new Missing(this);
    }

    @Override
    public IUpdater clone() {
        return new TrainedByGradus();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainedByGradus;
    }

    @Override
    public int hashCode() {
        return TrainedByGradus.class.hashCode();
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return Double.NaN;
    }

    @Override
    public boolean hasLearningRate() {
        return false;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        throw new InvalidInput("the rate of this network is the optimizer's of its Dl4jTrainer; give that one a schedule");
    }

    /** What DL4J makes of it by itself. */
    record Missing(TrainedByGradus config) implements GradientUpdater<TrainedByGradus> {
        @Override
        public TrainedByGradus getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {}

        @Override
        public Map<String, INDArray> getState() {
            return Map.of();
        }

        @Override
        public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {}

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            throw new InvalidInput("this network was trained by a Gradus optimizer, which is not attached now; call"
                    + " Dl4jTrainer.attach(network, optimizer, state), or detach() the trainer before the network is saved");
        }
    }
}
