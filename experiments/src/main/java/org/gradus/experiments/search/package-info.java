/** Where a search looks: ranges of options, the box they span, the candidates in it, and the smaller box around the best. */
package org.gradus.experiments.search;

