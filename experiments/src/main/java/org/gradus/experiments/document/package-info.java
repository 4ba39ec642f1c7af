/** Documents that people write and read: strict YAML in, YAML and JSON out. What is wrong with one is said in one line. */
package org.gradus.experiments.document;
