package io.deltarule.parity.golden;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.graph.Variable;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.LinkedHashMap;
import java.util.Map;

/** A scenario's steps, compiled on a backend; they may be done any number of times. */
final class GoldenRun implements AutoCloseable {
  private static final String FEATURES = "features";
  private static final String TARGETS = "targets";

  private final GoldenScenario scenario;
  private final GoldenSteps steps;
  private final Engine engine;
  private final Training training;
  private final TrainingStep step;
  private final Executable gradients;
  private final Map<Variable, Tensor> start = new LinkedHashMap<>();

  GoldenRun(
      Engine engine, GoldenScenario scenario, GoldenSteps steps, Map<String, Tensor> weights) {
    this.scenario = scenario;
    this.steps = steps;
    this.engine = engine;
    try {
      this.training = training();
      training.setParameters(weights);
      this.step = training.step(batchSize());
      this.gradients = gradients(true);
      training.state().variables().forEach(v -> start.put(v, training.state().read(v)));
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  private Training training() {
    Tensor x = steps.allFeatures();
    Tensor target = steps.allTargets();
    Training.Builder builder =
        Training.of(engine, scenario.model())
            .loss(scenario.loss())
            .optimizer(scenario.optimizer())
            .accumulate(scenario.microBatches())
            .decaying(scenario.decays());
    builder = x.dtype().isFloating() ? builder.features(sample(x)) : builder.indices(sample(x));
    builder =
        target.dtype().isFloating()
            ? builder.targets(sample(target))
            : builder.labels(sample(target));
    return builder.build();
  }

  /** The shape of a sample in batches [batches, batch, ...]. */
  private static Shape sample(Tensor batches) {
    return batches.shape().slice(2, batches.shape().rank());
  }

  private int batchSize() {
    return steps.allFeatures().shape().dim(1);
  }

  private Executable gradients(boolean asInTraining) {
    return engine.compile(
        training.gradientComputation(batchSize(), asInTraining), training.state());
  }

  /** The figures of all steps; weights and slots are afterwards what they were before. */
  Map<String, Tensor> train() {
    Map<String, Tensor> figures = first(gradients);
    for (int run = 0; run < steps.runs(); run++) {
      figures.put("loss." + run, loss(run));
    }
    if (!step.isUpdate()) {
      throw new AssertionError(
          scenario + ": the recorded losses don't end with an update; record it again");
    }
    TrainedState.parameters(training).forEach((name, p) -> figures.put("final." + name, p));
    Map<String, Tensor> buffers = TrainedState.buffers(training);
    if (!buffers.isEmpty()) {
      buffers.forEach((name, b) -> figures.put("final." + name, b));
      figures.put("evaluated", firstInEvaluation().get("loss"));
    }
    if (steps.hasAverages()) {
      TrainedState.slot(training, "ema").forEach((name, e) -> figures.put("average." + name, e));
    }
    start.forEach(training.state()::write);
    return figures;
  }

  private Tensor loss(int run) {
    step.features().write(steps.features(run));
    if (step.plan().inputs().containsKey(TARGETS)) {
      step.targets().write(steps.targets(run));
    }
    step.run(scenario.schedule().learningRate(training.updates()));
    return step.lastExecutable().output("loss").read();
  }

  /** The first run's loss and gradients with layers as in evaluation. */
  Map<String, Tensor> firstInEvaluation() {
    try (Executable executable = gradients(false)) {
      return first(executable);
    }
  }

  private Map<String, Tensor> first(Executable executable) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(FEATURES, steps.features(0));
    inputs.put(TARGETS, steps.targets(0));
    inputs.keySet().retainAll(executable.plan().inputs().keySet());
    return new LinkedHashMap<>(executable.run(inputs));
  }

  @Override
  public void close() {
    gradients.close();
    training.close();
    engine.close();
  }
}
