package io.deltarule.benchmarks.suite;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.benchmarks.workload.TrainingWorkload;
import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.plan.DeviceModel;
import io.deltarule.plan.MatrixPrecision;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Roofline;
import io.deltarule.plan.TextTable;
import io.deltarule.train.Training;
import java.util.List;
import java.util.Locale;

/**
 * The launches of whole training steps, as the compiler fuses them beside as they were written, and
 * the least time that a device of published rates needs for them. No device is needed. A step of
 * the plan is one launch; a recurrence counts as one, and takes more on a device.
 */
final class LaunchTable {
  private static final List<String> HEADER =
      List.of(
          "workload",
          "batch",
          "launches",
          "(unfused)",
          "GFLOP",
          "MB moved",
          "(unfused)",
          "least us",
          "(unfused)",
          "memory-bound");

  private final DeviceModel device;
  private final TextTable table =
      new TextTable(HEADER, List.of(false, true, true, true, true, true, true, true, true, true));

  /** A table without lines. */
  LaunchTable(DeviceModel device) {
    this.device = device;
  }

  /** Adds a workload in its standard batch. */
  void add(TrainingWorkload workload) {
    try (Engine engine = Engine.open("cpu", BackendOptions.standard().withThreads(1));
        Training training = workload.training(engine)) {
      Computation step = training.stepComputation(workload.batch());
      Roofline fused = roofline(Compiler.optimize(step));
      Roofline unfused = roofline(step);
      long memoryBound =
          fused.launches().stream().filter(l -> l.bound() == Roofline.Bound.MEMORY).count();
      table.add(
          List.of(
              workload.name(),
              String.valueOf(workload.batch()),
              String.valueOf(fused.launches().size()),
              String.valueOf(unfused.launches().size()),
              decimal(fused.launches().stream().mapToLong(Roofline.Launch::flops).sum() / 1e9),
              decimal(megabytes(fused)),
              decimal(megabytes(unfused)),
              decimal(leastMicros(fused)),
              decimal(leastMicros(unfused)),
              String.valueOf(memoryBound)));
    }
  }

  private Roofline roofline(Computation step) {
    return Roofline.of(Planner.plan(step, PlanOptions.standard()), device, MatrixPrecision.FP32);
  }

  private static double megabytes(Roofline roofline) {
    return roofline.launches().stream().mapToLong(Roofline.Launch::bytes).sum() / 1e6;
  }

  private static double leastMicros(Roofline roofline) {
    return roofline.launches().stream().mapToDouble(Roofline.Launch::leastSeconds).sum() * 1e6;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  /** The device, and a line for each workload. */
  @Override
  public String toString() {
    return "training steps on " + device.name() + ", FP32, by its published rates\n\n" + table;
  }
}
