package io.deltarule.benchmarks.peers.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import io.deltarule.benchmarks.measure.ProcessMemory;
import io.deltarule.benchmarks.measure.Refusal;
import io.deltarule.benchmarks.measure.SteadyState;
import io.deltarule.benchmarks.measure.StepClock;
import io.deltarule.benchmarks.measure.StepFigures;
import io.deltarule.benchmarks.measure.StepRequest;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Measures a workload on PyTorch through DJL, in this JVM, and prints {@link StepFigures} or a
 * {@link Refusal}.
 */
public final class DjlStepRun {
  private DjlStepRun() {}

  /** Takes the arguments of a {@link StepRequest}. */
  public static void main(String[] arguments) {
    StepRequest request = StepRequest.parse(arguments);
    // Read when the engine is loaded.
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(request.threads()));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.out.println(
        DjlWorkload.named(request.workload())
            .map(workload -> measure(request, workload).toLine())
            .orElseGet(() -> new Refusal(DjlWorkload.lacks(request.workload())).toLine()));
  }

  private static StepFigures measure(StepRequest request, DjlWorkload workload) {
    Engine engine = Engine.getEngine("PyTorch");
    engine.setRandomSeed(1);
    Loss loss = Loss.softmaxCrossEntropyLoss();
    DefaultTrainingConfig configuration =
        new DefaultTrainingConfig(loss)
            .optOptimizer(workload.optimizer())
            .optDevices(new Device[] {Device.cpu()});
    Block block = workload.block();
    try (Model model = Model.newInstance(request.workload(), Device.cpu(), "PyTorch");
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      model.setBlock(block);
      try (Trainer trainer = model.newTrainer(configuration)) {
        NDArray features = workload.features(manager, request.batch());
        NDArray labels = workload.labels(manager, request.batch());
        trainer.initialize(features.getShape());
        Step step = new Step(trainer, loss, features, labels);
        StepClock.Times times = new StepClock(request.warmup(), request.seconds()).time(step);
        return figures(request, engine, block, times, step);
      }
    }
  }

  /** Forward, loss, backward and update. */
  private static final class Step implements Runnable {
    private final Trainer trainer;
    private final Loss lossOf;
    private final NDArray features;
    private final NDArray labels;
    private double firstLoss = Double.NaN;
    private double lastLoss;

    Step(Trainer trainer, Loss lossOf, NDArray features, NDArray labels) {
      this.trainer = trainer;
      this.lossOf = lossOf;
      this.features = features;
      this.labels = labels;
    }

    @Override
    public void run() {
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList predictions = trainer.forward(new NDList(features));
        NDArray value = lossOf.evaluate(new NDList(labels), predictions);
        collector.backward(value);
        lastLoss = value.getFloat();
        firstLoss = Double.isNaN(firstLoss) ? lastLoss : firstLoss;
        predictions.close();
        value.close();
      }
      trainer.step();
    }
  }

  private static StepFigures figures(
      StepRequest request, Engine engine, Block block, StepClock.Times times, Step step) {
    OptionalLong peak = ProcessMemory.peakBytes();
    OptionalDouble steady = SteadyState.seconds(times.warmup(), times.median());
    long parameters =
        block.getParameters().values().stream()
            .filter(Parameter::requiresGradient)
            .mapToLong(p -> p.getArray().size())
            .sum();
    return new StepFigures(
        "DJL " + Engine.getDjlVersion() + ", PyTorch " + engine.getVersion(),
        request.workload(),
        request.batch(),
        request.threads(),
        parameters,
        times.counted().length,
        times.median() * 1e3,
        times.shortest() * 1e3,
        null,
        null,
        times.allocatedBytesPerStep(),
        peak.isPresent() ? peak.getAsLong() : null,
        times.firstStepEnd(),
        steady.isPresent() ? steady.getAsDouble() : null,
        step.firstLoss,
        step.lastLoss);
  }
}
