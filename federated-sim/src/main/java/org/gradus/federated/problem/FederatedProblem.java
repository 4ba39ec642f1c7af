package org.gradus.federated.problem;

import java.util.OptionalDouble;
import org.gradus.federated.array.Layout;

/**
 * An objective {@code f(x) = sum_m w_m f_m(x)} of clients m. Immutable; what a thread needs for gradients is in a
 * {@link Local}, so memory grows with threads, not with clients.
 */
public interface FederatedProblem {
    Layout layout();

    int clients();

    /** The client's share w_m in the objective, up to a common factor; at least 0. */
    double weight(int client);

    /** Where the model starts; equal seeds give equal models. */
    double[] start(long seed);

    /** The objective. For one thread at a time. */
    double loss(double[] x);

    /** Work space for one thread. */
    Local local();

    /** Local steps in one pass over a client's examples. */
    default int stepsPerEpoch(int client) {
        return 1;
    }

    /** The minimizer, where it is known; otherwise null. */
    default double[] minimizer() {
        return null;
    }

    default OptionalDouble optimum() {
        return OptionalDouble.empty();
    }

    /** Whether expected gradients are known, so that the terms of the theory can be logged in every round. */
    default boolean closedForm() {
        return false;
    }

    /** Whether stochastic gradients differ from expected ones. */
    default boolean isNoisy() {
        return true;
    }

    /** The gradients' numbers where they have this form, which a card can compute; otherwise null. */
    default Diagonal diagonal() {
        return null;
    }

    /** Gradients of any client, one at a time. */
    interface Local {
        /**
         * A stochastic gradient.
         *
         * @param gradient written
         * @param expected written with the expected gradient, if the problem is of closed form; may be null
         */
        void gradient(Sample sample, double[] y, double[] gradient, double[] expected);

        /** The expected gradient, over all of the client's examples. */
        void fullGradient(int client, double[] y, double[] gradient);

        /** The loss whose gradient {@link #gradient} gives. */
        double loss(Sample sample, double[] y);
    }
}
