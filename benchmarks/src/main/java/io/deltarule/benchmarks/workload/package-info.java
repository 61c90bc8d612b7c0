/**
 * The trainings that are timed: {@link io.deltarule.benchmarks.workload.TrainingWorkloads} has
 * them, each a model, an optimizer and a {@link io.deltarule.benchmarks.workload.RandomBatch}. Uses
 * the public interface of engine-core alone.
 */
package io.deltarule.benchmarks.workload;
