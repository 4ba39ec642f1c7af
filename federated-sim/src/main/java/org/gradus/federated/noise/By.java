package org.gradus.federated.noise;

/** What a draw of the law is. */
public enum By {
    /** One coordinate; the coordinates are independent. */
    COORDINATE,
    /**
     * The length of the noise vector; its direction is uniform on the sphere. A draw's sign then means nothing: opposite
     * directions are equally likely, so noise by norm is symmetric whatever the law.
     */
    NORM
}
