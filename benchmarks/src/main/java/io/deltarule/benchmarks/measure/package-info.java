/**
 * How anything is measured here, in this engine and in its peers: a process of its own ({@link
 * io.deltarule.benchmarks.measure.ChildProcess}) is handed a {@link
 * io.deltarule.benchmarks.measure.StepRequest}, times the step with a {@link
 * io.deltarule.benchmarks.measure.StepClock} and prints {@link
 * io.deltarule.benchmarks.measure.StepFigures}. May use Jackson, and nothing of any engine: the
 * peers on the JVM share this package.
 */
package io.deltarule.benchmarks.measure;
