package org.gradus.experiments.bench;

/** A contender on LoRA pairs, whose factors can be compared with those of another. */
public interface LoraContender extends Contender {
    /** The factors as they are now: of each pair up (m x r), then down (r x n), row by row. */
    float[] factors();
}
