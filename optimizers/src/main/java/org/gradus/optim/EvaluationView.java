package org.gradus.optim;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** While open, parameters stand at the point of evaluation: see {@link Bound#evaluationView}. */
public final class EvaluationView implements AutoCloseable {
    private final Bound bound;
    private Map<INDArray, INDArray> saved;

    EvaluationView(Bound bound, Map<INDArray, INDArray> saved) {
        this.bound = bound;
        this.saved = saved;
    }

    /** Puts the parameters back; a second call does nothing. */
    @Override
    public void close() {
        if (saved == null) return;
        saved.forEach(INDArray::assign);
        saved = null;
        bound.leaveView();
    }
}
