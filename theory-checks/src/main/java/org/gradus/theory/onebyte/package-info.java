/** Just One Byte, shared-seed zeroth-order steps: Zelikman, Huang, Liang, Haber and Goodman, arXiv 2306.10015. */
package org.gradus.theory.onebyte;
