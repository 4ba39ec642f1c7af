/**
 * Virtual time: how long clients would take, and in which order their answers would come. No wall clock is read; the same
 * seed gives the same times.
 */
package org.gradus.federated.time;
