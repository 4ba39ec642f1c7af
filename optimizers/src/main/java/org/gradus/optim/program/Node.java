package org.gradus.optim.program;

/**
 * One operation of a program; arguments are the numbers of earlier nodes.
 *
 * @param index which state slot, schedule, scalar or reduction a leaf reads
 * @param value the number of a constant
 * @param uniform one number a step, computed on the host in float64, rather than one an element
 */
public record Node(Op op, int a, int b, int c, int d, int index, double value, boolean uniform) {
    public int argument(int i) {
        return switch (i) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> c;
            default -> d;
        };
    }
}
