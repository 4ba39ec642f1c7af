package org.gradus.experiments.bench;

/** What is stepped: so many float32 tensors of so many elements each. */
public record Workload(int tensors, long elements) {
    public long total() {
        return tensors * elements;
    }

    @Override
    public String toString() {
        return String.format("%,d x %,d", tensors, elements);
    }
}
