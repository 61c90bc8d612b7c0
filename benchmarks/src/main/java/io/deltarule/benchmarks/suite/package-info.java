/**
 * {@code deltarule bench}: {@link io.deltarule.benchmarks.suite.Bench} reads the options, a suite
 * starts a process for each measurement ({@link io.deltarule.benchmarks.suite.StepRun}, {@link
 * io.deltarule.benchmarks.suite.CeilingRun} and the peers) and puts together a {@link
 * io.deltarule.benchmarks.suite.SuiteReport}.
 */
package io.deltarule.benchmarks.suite;
