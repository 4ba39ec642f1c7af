package org.gradus.experiments.problem;

import org.gradus.optim.option.Catalogue;
import org.gradus.optim.problem.Problem;
import org.nd4j.linalg.api.buffer.DataType;

/** A problem as a run spec describes it; the problem itself, with its work space, belongs to one thread. */
public interface ProblemSpec {
    /** A problem for one thread; equal specs give equal problems. */
    Problem make(DataType type);

    /** Reads {@code {type: digits, hidden: [32]}} or {@code digits}. */
    static ProblemSpec parse(Object spec) {
        return Problems.CATALOGUE.read(spec);
    }

    /** As a run spec would have it, every option resolved. */
    default Object write() {
        return Catalogue.write(this);
    }
}
