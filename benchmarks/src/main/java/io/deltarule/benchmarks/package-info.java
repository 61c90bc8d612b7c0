/**
 * What is fast, and how fast, measured.
 *
 * <ul>
 *   <li>{@link io.deltarule.benchmarks.rates}: JMH over single operations, those of {@link
 *       io.deltarule.benchmarks.cases} and those of engine-parity, against the {@link
 *       io.deltarule.benchmarks.ceiling} of this machine.
 *   <li>{@link io.deltarule.benchmarks.StepBenchmark}: JMH over a training step.
 *   <li>{@link io.deltarule.benchmarks.Compare}: the same work here and in PyTorch, in turns. It
 *       starts {@link io.deltarule.benchmarks.Measure} and the scripts in {@code peers/}, which
 *       print {@link io.deltarule.benchmarks.Figure} lines.
 *   <li>{@link io.deltarule.benchmarks.KernelTimes}: where a training step's time goes.
 *   <li>{@link io.deltarule.benchmarks.BackwardCost}: what back-propagation saves.
 *   <li>{@link io.deltarule.benchmarks.suite}: {@code deltarule bench}, whole training steps beside
 *       other engines, with a report.
 * </ul>
 *
 * <p>Everything goes through the public interface of engine-core; the backend is found as a user's
 * program finds it.
 */
package io.deltarule.benchmarks;
