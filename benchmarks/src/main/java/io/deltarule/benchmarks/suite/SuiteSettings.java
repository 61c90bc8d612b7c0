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
 * @param quick whether the number of threads and the batch size are varied less
 */
public record SuiteSettings(
    List<TrainingWorkload> workloads,
    String device,
    int threads,
    int rounds,
    double warmup,
    double seconds,
    boolean quick) {
  private static final List<Double> BATCH_FACTORS = List.of(0.25, 0.5, 1.0, 2.0, 4.0);
  private static final List<Double> QUICK_BATCH_FACTORS = List.of(0.25, 1.0, 2.0);

  public SuiteSettings {
    workloads = List.copyOf(workloads);
  }

  /** The numbers of threads that steps are timed on: 1, 2, 4 and so on, and {@link #threads}. */
  List<Integer> threadCounts() {
    return quick
        ? IntStream.of(1, threads).distinct().boxed().toList()
        : IntStream.concat(
                IntStream.iterate(1, count -> count < threads, count -> 2 * count),
                IntStream.of(threads))
            .boxed()
            .toList();
  }

  /** The batch sizes that steps are timed at, the standard one among them. */
  List<Integer> batchSizes(TrainingWorkload workload) {
    return (quick ? QUICK_BATCH_FACTORS : BATCH_FACTORS)
        .stream().map(factor -> (int) (factor * workload.batch())).toList();
  }
}
