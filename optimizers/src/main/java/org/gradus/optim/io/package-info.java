/**
 * Files: tensors as safetensors, and writing any file so that a reader never sees half of it.
 *
 * <p>What is wrong with a file's content is an {@link org.gradus.optim.option.InvalidInput}, one line that names the file, the
 * tensor and the remedy; so is a file that is not there. What is wrong with the disk (full, read-only, failing) is a
 * {@link java.io.UncheckedIOException}, one line that names the file.
 */
package org.gradus.optim.io;
