package org.gradus.federated;

import org.gradus.federated.array.ArrayOptimizer;
import org.gradus.federated.array.ArrayState;

/**
 * What a client keeps between rounds, as one array: its optimizer's step count and state, its control variate, what its
 * codec lost, its own model. Each part begins at its place, or is absent (-1).
 */
record MemoryLayout(int inner, int stateLength, int variate, int residual, int model, int length) {
    static MemoryLayout of(Simulation s, int modelLength, ArrayOptimizer optimizer) {
        int stateLength = optimizer.stateLength();
        boolean keeps = s.innerState() == InnerState.KEEP && optimizer.hasMemory()
                && !(s.exchange() instanceof Exchange.SharedSeed);
        int end = 0;
        int inner = -1;
        int variate = -1;
        int residual = -1;
        int model = -1;
        if (keeps) {
            inner = end;
            end += 1 + stateLength;
        }
        if (s.correction() instanceof Correction.ControlVariates) {
            variate = end;
            end += modelLength;
        }
        if (s.errorFeedback()) {
            residual = end;
            end += modelLength;
        }
        if (s.exchange() instanceof Exchange.Fragments) {
            model = end;
            end += modelLength;
        }
        return new MemoryLayout(inner, stateLength, variate, residual, model, end);
    }

    /** Whether nothing is kept. */
    boolean isEmpty() {
        return length == 0;
    }

    ArrayState readInner(double[] memory) {
        double[] values = new double[stateLength];
        System.arraycopy(memory, inner + 1, values, 0, stateLength);
        return new ArrayState(values, (long) memory[inner]);
    }

    void writeInner(double[] memory, ArrayState state) {
        memory[inner] = state.step();
        System.arraycopy(state.values(), 0, memory, inner + 1, stateLength);
    }
}
