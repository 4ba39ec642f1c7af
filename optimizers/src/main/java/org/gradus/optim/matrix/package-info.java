/** Whole matrices: what {@link org.gradus.optim.MatrixMethod}s work on, and the linear algebra they share. */
package org.gradus.optim.matrix;
