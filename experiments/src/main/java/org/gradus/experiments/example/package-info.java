/**
 * Gradus optimizers in DL4J networks on real data: programs to read, to copy from and to run.
 *
 * <pre>
 * java -cp experiments/target/classes:$(cat experiments/target/classpath) org.gradus.experiments.example.Dl4jDigits
 * </pre>
 */
package org.gradus.experiments.example;
