package org.gradus.optim.cuda;

/** The card or its driver did not do what was asked; the message is one line. */
public final class CudaFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CudaFailure(String message) {
        super(message);
    }
}
