package org.gradus.optim.option;

/**
 * Input that cannot be used: an unknown option, a value out of range, a shape that does not match, a broken file.
 * The message is one line that names what is wrong, where, and the remedy; nothing has been changed when it is thrown.
 */
public final class InvalidInput extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidInput(String message) {
        super(message);
    }

    public InvalidInput(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same complaint, with the place it was found in front: {@code "adam: beta1 must be ..."}. */
    public InvalidInput in(String where) {
        return where.isEmpty() ? this : new InvalidInput(where + ": " + getMessage(), this);
    }
}
