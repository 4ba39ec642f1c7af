/** Results as event files, which TensorBoard reads. */
package org.gradus.experiments.tensorboard;

