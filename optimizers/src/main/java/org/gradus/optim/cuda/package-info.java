/**
 * Programs on an NVIDIA card: each pass as CUDA C, compiled when it is first needed and run by the driver. Nothing here
 * needs a card but {@link org.gradus.optim.cuda.CudaDriver}; sums go in the same order as on the CPU, so the bits are the
 * same.
 */
package org.gradus.optim.cuda;
