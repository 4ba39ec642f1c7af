/** Claims of the papers as programs, each with its negative control. */
package org.gradus.theory;
