/**
 * Random streams by key. A stream is a function of (seed, round, client, step, purpose) and of nothing else: no order of
 * threads or clients, and no interruption, can change what is drawn. Every method is arithmetic of its own and
 * {@link java.lang.StrictMath}, so the bits are the same on every machine and JDK; the algorithm of {@link
 * org.gradus.federated.random.Keyed} is a wire format, since codecs regenerate on one side what was drawn on the other.
 */
package org.gradus.federated.random;
