package org.gradus.federated.rule;

import java.util.Locale;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/** What a second moment that is refreshed every so many steps is divided by; n refreshes, the last in step k. */
public enum BiasCorrection {
    NONE,
    /** {@code 1 - beta2^n}: the weights that the average has really given. */
    EXACT,
    /** {@code 1 - beta2^k}: of the step, as the authors' code has it; too near to 1 under delay. */
    STEP;

    /** The name in lower case; true is exact, false none. */
    public static BiasCorrection parse(Object spec) {
        return switch (String.valueOf(spec).toLowerCase(Locale.ROOT)) {
            case "none", "false" -> NONE;
            case "exact", "true" -> EXACT;
            case "step" -> STEP;
            default -> throw new InvalidInput("expected none, exact or step, but found " + Names.shown(spec));
        };
    }

    /** The text that {@link #parse} reads. */
    public String write() {
        return name().toLowerCase(Locale.ROOT);
    }
}
