package org.gradus.optim.dl4j;

import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Outside DL4J's workspaces: what is made there stays valid after the step. */
final class Outside {
    private Outside() {}

    @SuppressWarnings("try")
    static <T> T workspaces(Supplier<T> work) {
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            return work.get();
        }
    }
}
