/**
 * Learning-rate schedules: UBA (arXiv 2505.24452) and its relation to conditioning and noise, the minimax bound for any
 * schedule, and the scaling laws with annealing (arXiv 2408.11029, 2503.12811).
 */
package org.gradus.theory.schedule;
