/**
 * Training objectives with closed-form gradients: what optimizers are compared, checked and measured on.
 *
 * <p>Parameters, gradients and data are ND4J arrays; inside, every problem computes in float64 on heap arrays with a
 * fixed order of summation. So the gradient of a float32 problem is the exact one rounded once, the bits depend on
 * neither back end nor thread count. At these sizes it is also faster: a gradient of a 64-32-10 network on 64 examples
 * takes some 65 microseconds, a single native product or elementwise operation 10 to 30, and far more where the
 * processors are shared.
 */
package org.gradus.optim.problem;
