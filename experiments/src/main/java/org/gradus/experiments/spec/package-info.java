/** Run specs: what a YAML file says, checked and with every default resolved. */
package org.gradus.experiments.spec;
