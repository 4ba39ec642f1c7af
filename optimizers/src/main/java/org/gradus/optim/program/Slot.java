package org.gradus.optim.program;

/**
 * A named piece of state.
 *
 * @param name the path without the parameter: {@code "adam/mu"}
 * @param start its value before the first step, where it does not start as a copy of the parameter
 */
public record Slot(String name, Kind kind, double start) {
    public enum Kind {
        /** One number an element of the parameter. */
        ELEMENT,
        /** One number an element, which starts as a copy of the parameter. */
        COPY,
        /** One vector an axis of the parameter: slice maxima that cover each element (SM3). */
        COVER,
        /** One float64 number for all parameters together. */
        SCALAR
    }
}
