package org.gradus.optim;

import java.util.List;
import java.util.Map;
import org.gradus.optim.execute.Executor;
import org.gradus.optim.matrix.Block;
import org.gradus.optim.matrix.MatrixMemory;
import org.gradus.optim.matrix.MatrixSlot;
import org.gradus.optim.matrix.MatrixStep;
import org.gradus.optim.option.InvalidInput;

/**
 * A method that no elementwise formula carries, since it multiplies, factors or inverts matrices: of single parameters
 * (Muon, Shampoo), or of the two factors of a LoRA pair together (LoRA-RITE, scaled Adam). It stands alone or in a
 * branch of a {@link Route}, but not in a chain.
 */
public non-sealed interface MatrixMethod extends Optimizer {
    /** Whether its blocks are the pairs among the parameters; otherwise each parameter is a block of its own. */
    boolean takesPairs();

    /**
     * The state that a block needs.
     *
     * @throws InvalidInput if the method cannot work on the block
     */
    List<MatrixSlot> slots(Block block);

    /** Numbers of the state for all blocks together, such as counters, with their starts. */
    default Map<String, Double> numbers() {
        return Map.of();
    }

    /** The step with the options in effect, one line for each assignment. */
    String formula();

    /** State and work of one block in terms of its sides: m x n, and for pairs the rank r. */
    String cost();

    /** Ties the method to all its blocks and their memory. */
    MatrixStep bind(List<Block> blocks, MatrixMemory memory, Executor executor);
}
