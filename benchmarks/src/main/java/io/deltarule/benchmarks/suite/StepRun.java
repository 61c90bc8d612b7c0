package io.deltarule.benchmarks.suite;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.benchmarks.measure.ProcessMemory;
import io.deltarule.benchmarks.measure.Refusal;
import io.deltarule.benchmarks.measure.SteadyState;
import io.deltarule.benchmarks.measure.StepClock;
import io.deltarule.benchmarks.measure.StepFigures;
import io.deltarule.benchmarks.measure.StepRequest;
import io.deltarule.benchmarks.workload.TrainingWorkload;
import io.deltarule.benchmarks.workload.TrainingWorkloads;
import io.deltarule.plan.DeviceModel;
import io.deltarule.plan.MatrixPrecision;
import io.deltarule.plan.Plan;
import io.deltarule.plan.Roofline;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Measures a workload on this engine, in this JVM, and prints its {@link StepFigures}. The loss is
 * read each step: a GPU's step has not ended before.
 */
public final class StepRun {
  private StepRun() {}

  /** Takes the arguments of a {@link StepRequest}. */
  public static void main(String[] arguments) {
    System.out.println(answer(StepRequest.parse(arguments)));
  }

  /** The line of the figures, or of a {@link Refusal} where the memory does not suffice. */
  private static String answer(StepRequest request) {
    try {
      return measure(request).toLine();
    } catch (NotEnoughMemoryException e) {
      return new Refusal(e.getMessage()).toLine();
    } catch (OutOfMemoryError e) {
      long limit = Runtime.getRuntime().maxMemory() >> 20;
      return new Refusal(
              "memory ran out (" + e.getMessage() + ") with a heap of at most " + limit + " MiB")
          .toLine();
    }
  }

  /** Trains on one batch over and over. */
  static StepFigures measure(StepRequest request) {
    TrainingWorkload workload = TrainingWorkloads.named(request.workload());
    BackendOptions options = BackendOptions.standard().withThreads(request.threads());
    try (Engine engine = Engine.open(request.device(), options);
        Training training = workload.training(engine)) {
      TrainingStep step = training.step(request.batch());
      workload.randomBatch(request.batch()).writeTo(step);
      double rate = workload.learningRate();
      float[] losses = {Float.NaN, Float.NaN};
      Runnable run =
          () -> {
            step.run(rate);
            losses[1] = step.loss();
            if (Float.isNaN(losses[0])) {
              losses[0] = losses[1];
            }
          };
      StepClock.Times times = new StepClock(request.warmup(), request.seconds()).time(run);
      return figures(request, training, step.plan(), times, losses);
    }
  }

  private static StepFigures figures(
      StepRequest request, Training training, Plan plan, StepClock.Times times, float[] losses) {
    OptionalLong peak = ProcessMemory.peakBytes();
    OptionalDouble steady = SteadyState.seconds(times.warmup(), times.median());
    return new StepFigures(
        "Deltarule",
        request.workload(),
        request.batch(),
        request.threads(),
        training.layout().parameterCount(),
        times.counted().length,
        times.median() * 1e3,
        times.shortest() * 1e3,
        plan.flops(),
        compulsoryBytes(plan),
        times.allocatedBytesPerStep(),
        peak.isPresent() ? peak.getAsLong() : null,
        times.firstStepEnd(),
        steady.isPresent() ? steady.getAsDouble() : null,
        losses[0],
        losses[1]);
  }

  /** The bytes don't depend on the device that the roofline is drawn for. */
  private static long compulsoryBytes(Plan plan) {
    return Roofline.of(plan, DeviceModel.all().get(0), MatrixPrecision.FP32).bytes();
  }
}
