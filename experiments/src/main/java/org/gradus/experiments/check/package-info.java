/** What a check of claims found, as a table, as JSON, as CSV and as one web page; and counterexamples as files. */
package org.gradus.experiments.check;
