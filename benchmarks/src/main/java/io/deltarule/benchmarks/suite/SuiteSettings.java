package io.deltarule.benchmarks.suite;

import io.deltarule.benchmarks.workload.TrainingWorkload;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is measured, and for how long.
 *
 * @param workloads the workloads in order
 * @param device the backend, {@code auto} or a name
 * @param threads worker threads of every engine
 * @param rounds how often each engine is measured on each workload, in turns
 * @param warmup seconds before counting
 * @param seconds seconds of counting
 * @param scaling how far the number of threads and the batch size are varied
 */
public record SuiteSettings(
    List<TrainingWorkload> workloads,
    String device,
    int threads,
    int rounds,
    double warmup,
    double seconds,
    Scaling scaling) {

  public SuiteSettings {
    workloads = List.copyOf(workloads);
  }

  /** How far the number of threads and the batch size are varied, for plots of how time scales. */
  public enum Scaling {
    /** Threads in powers of two, batches from a quarter to four times the standard one. */
    FULL(List.of(0.25, 0.5, 1.0, 2.0, 4.0)),
    /** One thread and all of them, a quarter of the standard batch and the whole. */
    QUICK(List.of(0.25, 1.0)),
    /** Not at all. */
    NONE(List.of());

    private final List<Double> batchFactors;

    Scaling(List<Double> batchFactors) {
      this.batchFactors = batchFactors;
    }
  }

  /** The numbers of threads that steps are timed on: 1, 2, 4 and so on, and {@link #threads}. */
  List<Integer> threadCounts() {
    return switch (scaling) {
      case FULL ->
          IntStream.concat(
                  IntStream.iterate(1, count -> count < threads, count -> 2 * count),
                  IntStream.of(threads))
              .boxed()
              .toList();
      case QUICK -> IntStream.of(1, threads).distinct().boxed().toList();
      case NONE -> List.of();
    };
  }

  /** The batch sizes that steps are timed at, the standard one among them; no part of a sample. */
  List<Integer> batchSizes(TrainingWorkload workload) {
    return scaling.batchFactors.stream()
        .map(factor -> (int) (factor * workload.batch()))
        .filter(size -> size > 0)
        .toList();
  }
}
