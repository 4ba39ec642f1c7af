package org.gradus.experiments.run;

/** An experiment could not be carried out; the message is one line. */
public final class RunFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
