package org.gradus.federated;

import java.util.Arrays;
import org.gradus.federated.array.ArrayOptimizer;
import org.gradus.federated.array.ArrayState;
import org.gradus.federated.array.Layout;
import org.gradus.federated.array.Slots;
import org.gradus.optim.option.InvalidInput;

/** The server's model with its outer optimizer: one, or one for each part of the model that is exchanged by itself. */
final class Server {
    private final Layout layout;
    private final int[] bounds;
    private final ArrayOptimizer[] outers;
    private final ArrayState[] states;
    private final double[] model;
    private final Slots innerSlots;
    private long lastTime;
    /** What a method keeps beside the model: a control variate or a momentum. */
    final double[] vector;
    /** The averaged state of the clients' optimizers; null unless it is averaged. */
    ArrayState inner;

    Server(Simulation simulation, Layout layout, double[] start, ArrayOptimizer inner) {
        this.layout = layout;
        this.model = start;
        int parts = simulation.exchange() instanceof Exchange.Fragments f ? f.count() : 1;
        if (parts > start.length) throw new InvalidInput("fragments: the model has " + start.length
                + " numbers and cannot be cut in " + parts);
        this.bounds = new int[parts + 1];
        for (int p = 0; p <= parts; p++) bounds[p] = (int) ((long) start.length * p / parts);
        this.outers = new ArrayOptimizer[parts];
        this.states = new ArrayState[parts];
        for (int p = 0; p < parts; p++) {
            outers[p] = ArrayOptimizer.of(simulation.resolvedOuter(), parts == 1 ? layout
                    : layout.part(bounds[p], bounds[p + 1]));
            states[p] = outers[p].newState(part(start, p));
        }
        boolean keeps = simulation.correction() instanceof Correction.ControlVariates
                || simulation.correction() instanceof Correction.ServerMomentum;
        this.vector = keeps ? new double[start.length] : null;
        this.innerSlots = inner.slots();
        this.inner = simulation.innerState() == InnerState.AVERAGE ? inner.newState(start) : null;
    }

    int[] bounds() {
        return bounds;
    }

    double[] model() {
        return model;
    }

    ArrayState[] states() {
        return states;
    }

    /** Loads the state of another run. */
    void restore(double[] model, ArrayState[] states, long lastTime) {
        System.arraycopy(model, 0, this.model, 0, model.length);
        System.arraycopy(states, 0, this.states, 0, states.length);
        this.lastTime = lastTime;
    }

    long lastTime() {
        return lastTime;
    }

    /** The part of the outer state that clients' preconditioners start from. */
    double[] secondMoment() {
        double[] moment = new double[model.length];
        int found = 0;
        for (Slots.Part part : outers[0].slots().ending("nu")) {
            if (part.length() != layout.offset(part.tensor() + 1) - layout.offset(part.tensor())) continue;
            System.arraycopy(states[0].values(), part.offset(), moment, layout.offset(part.tensor()), part.length());
            found++;
        }
        if (found != layout.tensors()) {
            throw new InvalidInput("the exchange 'second-moment' needs an outer optimizer with a second moment,"
                    + " such as adagrad or adam");
        }
        return moment;
    }

    /** Moves a part of the model by the outer optimizer, against the displacement. */
    void step(double[] displacement, int p, long time) {
        double[] gradient = part(displacement, p);
        for (int i = 0; i < gradient.length; i++) gradient[i] = -gradient[i];
        double[] direction = new double[gradient.length];
        outers[p].direction(part(model, p), gradient, states[p], time, direction);
        for (int i = 0; i < direction.length; i++) model[bounds[p] + i] -= direction[i];
        lastTime = time;
    }

    /** A copy of the point to evaluate. */
    double[] evaluationPoint() {
        double[] point = new double[model.length];
        for (int p = 0; p < outers.length; p++) {
            System.arraycopy(outers[p].evaluationPoint(part(model, p), states[p], lastTime), 0, point, bounds[p],
                    bounds[p + 1] - bounds[p]);
        }
        return point;
    }

    Slots slots(int part) {
        return outers[part].slots();
    }

    Slots innerSlots() {
        return innerSlots;
    }

    private double[] part(double[] whole, int p) {
        return Arrays.copyOfRange(whole, bounds[p], bounds[p + 1]);
    }
}
