package org.gradus.optim.option;

import java.util.List;

/**
 * What a jar outside this project adds: the toolkit finds it with {@link java.util.ServiceLoader}, so the jar names its
 * class in {@code META-INF/services/org.gradus.optim.option.Extension}.
 *
 * <pre>{@code
 * public final class Mine implements Extension {
 *     public List<Class<? extends Record>> entries() {
 *         return List.of(SignOfMomentum.class, Valley.class);
 *     }
 * }
 * }</pre>
 */
public interface Extension {
    /**
     * Public records with {@link Entry}. What they implement says what they are: a rule stands among the optimizers, a
     * problem among the problems, a schedule among the schedules.
     */
    List<Class<? extends Record>> entries();
}
