/** Pages for a browser, without links to anything outside them. */
package org.gradus.experiments.page;

