/** Results as tables. */
package org.gradus.experiments.table;

