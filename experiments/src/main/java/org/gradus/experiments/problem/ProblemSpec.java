package org.gradus.experiments.problem;

import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.problem.Problem;
import org.nd4j.linalg.api.buffer.DataType;

/** A problem as a run spec describes it; the problem itself, with its work space, belongs to one thread. */
public interface ProblemSpec {
    /** A problem for one thread; equal specs give equal problems. */
    Problem make(DataType type);

    /** The class of every training example, by which examples can be shared out among clients. */
    default int[] labels() {
        throw new InvalidInput(Catalogue.typeOf(this) + " has no examples to share out among clients");
    }

    /** The group (author, device) of every training example; null where there are none. */
    default int[] groups() {
        return null;
    }

    /** Reads {@code {type: digits, hidden: [32]}} or {@code digits}. */
    static ProblemSpec parse(Object spec) {
        return Problems.CATALOGUE.read(spec);
    }

    /** As a run spec would have it, every option resolved. */
    default Object write() {
        return Catalogue.write(this);
    }
}
