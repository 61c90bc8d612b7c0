package io.deltarule.benchmarks;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Operands;
import io.deltarule.backend.StepObserver;
import io.deltarule.benchmarks.measure.Median;
import io.deltarule.benchmarks.workload.TrainingWorkload;
import io.deltarule.benchmarks.workload.TrainingWorkloads;
import io.deltarule.plan.Step;
import io.deltarule.plan.TextTable;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Where the time of a workload's training step on the CPU goes: the median time of each kernel of
 * its plan, the longest first. A step runs kernel by kernel for that, as it does anyway.
 */
public final class KernelTimes implements StepObserver {
  private static final double WARMUP_SECONDS = 6;
  private static final double SECONDS = 5;
  private static final int FEWEST_STEPS = 3;

  private final List<List<Double>> millis = new ArrayList<>();
  private long begun;

  private KernelTimes(int kernels) {
    for (int i = 0; i < kernels; i++) {
      millis.add(new ArrayList<>());
    }
  }

  @Override
  public void before(int index, Step step, Operands operands) {
    begun = System.nanoTime();
  }

  @Override
  public void after(int index, Step step, Operands operands) {
    millis.get(index).add((System.nanoTime() - begun) / 1e6);
  }

  /** Takes a workload, and the number of threads: all processors, if it is not given. */
  public static void main(String[] arguments) {
    if (arguments.length < 1 || arguments.length > 2) {
      throw new IllegalArgumentException(
          "the arguments must be a workload and perhaps a number of threads, got "
              + List.of(arguments)
              + "; there are "
              + TrainingWorkloads.names());
    }
    int threads =
        arguments.length == 2
            ? Integer.parseInt(arguments[1])
            : Runtime.getRuntime().availableProcessors();
    TrainingWorkload workload = TrainingWorkloads.named(arguments[0]);
    System.out.println(report(workload, threads, WARMUP_SECONDS, SECONDS));
  }

  static String report(TrainingWorkload workload, int threads, double warmup, double seconds) {
    BackendOptions options = BackendOptions.standard().withThreads(threads);
    try (Engine engine = Engine.open("cpu", options);
        Training training = workload.training(engine)) {
      TrainingStep step = training.step(workload.batch());
      workload.randomBatch(workload.batch()).writeTo(step);
      repeat(warmup, () -> step.run(workload.learningRate()));
      Executable executable = step.lastExecutable();
      KernelTimes times = new KernelTimes(executable.plan().steps().size());
      repeat(seconds, () -> executable.run(times));
      return workload.name()
          + ", batch "
          + workload.batch()
          + ", threads "
          + threads
          + "\n\n"
          + times.table(executable.plan().steps());
    }
  }

  private static void repeat(double seconds, Runnable work) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (int i = 0; i < FEWEST_STEPS || System.nanoTime() < end; i++) {
      work.run();
    }
  }

  private TextTable table(List<Step> steps) {
    double[] medians = millis.stream().mapToDouble(Median::of).toArray();
    double sum = DoubleStream.of(medians).sum();
    TextTable table =
        new TextTable(
            List.of("ms", "share", "kernel", "shapes"), List.of(true, true, false, false));
    table.add(List.of(decimal(sum), "100.0 %", "all", ""));
    IntStream.range(0, medians.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -medians[i]))
        .forEach(
            i ->
                table.add(
                    List.of(
                        decimal(medians[i]),
                        String.format(Locale.ROOT, "%.1f %%", 100 * medians[i] / sum),
                        steps.get(i).describe(),
                        shapes(steps.get(i)))));
    return table;
  }

  private static String decimal(double millis) {
    return String.format(Locale.ROOT, "%.3f", millis);
  }

  private static String shapes(Step step) {
    return step.inputTypes().stream()
            .map(type -> type.shape().toString())
            .collect(Collectors.joining(" "))
        + " -> "
        + step.outputTypes().stream()
            .map(type -> type.shape().toString())
            .collect(Collectors.joining(" "));
  }
}
