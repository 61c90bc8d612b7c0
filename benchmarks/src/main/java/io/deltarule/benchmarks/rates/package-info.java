/**
 * Rates of single operations, by JMH: time, arithmetic and bytes a second, the share of the
 * machine's ceiling, and what a run allocates.
 *
 * <ul>
 *   <li>{@link io.deltarule.benchmarks.rates.CaseRun}: runs JMH over chosen cases and prints one
 *       table.
 *   <li>{@link io.deltarule.benchmarks.rates.CaseBenchmark}: the one benchmark that all cases
 *       share.
 *   <li>{@link io.deltarule.benchmarks.rates.CeilingProfiler}: measures the ceiling in between.
 * </ul>
 */
package io.deltarule.benchmarks.rates;
