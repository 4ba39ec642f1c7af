/** Every claim by its id. */
package org.gradus.theory.catalogue;
