/** Every optimizer by its name, as run specs and traces write it. */
package org.gradus.optim.catalogue;
