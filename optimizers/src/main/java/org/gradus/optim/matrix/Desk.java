package org.gradus.optim.matrix;

import org.gradus.optim.execute.Columns;

/** Memory of one thread for the work on one operand after the other: three matrices, as columns of float64. */
public final class Desk {
    public final Object[] buffers;
    public final double[][] first;
    public final double[][] second;
    public final double[][] third;

    Desk(int rows, int columns) {
        buffers = Columns.buffers(columns);
        first = new double[columns][rows];
        second = new double[columns][rows];
        third = new double[columns][rows];
    }
}
