package io.deltarule.parity.golden;

import io.deltarule.backend.Engine;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Map;

/**
 * The training of a scenario, as recorded and as a backend does it. Either is told by figures:
 *
 * <ul>
 *   <li>{@code loss} and {@code gradient.NAME}: the first run's loss and its gradients
 *   <li>{@code loss.0}, {@code loss.1}, ...: the loss of every run, before its update
 *   <li>{@code final.NAME}: the parameters after the last run
 *   <li>{@code average.NAME}: their moving average, where the scenario has one
 *   <li>{@code final.NAME} of buffers, and {@code evaluated}: the loss of the first batch in
 *       evaluation mode after all updates, where the model has buffers
 * </ul>
 */
public final class GoldenSteps {
  private final GoldenScenario scenario;
  private final Recording recording;

  private GoldenSteps(GoldenScenario scenario, Recording recording) {
    this.scenario = scenario;
    this.recording = recording;
  }

  /**
   * Reads what is recorded of a scenario.
   *
   * @throws IllegalArgumentException if nothing is recorded under its name
   */
  public static GoldenSteps of(GoldenScenario scenario) {
    return new GoldenSteps(scenario, Recording.read(scenario.name() + ".safetensors"));
  }

  /** The steps of another scenario from the same weights on the same batches. */
  public GoldenSteps with(GoldenScenario other) {
    return new GoldenSteps(other, recording);
  }

  /** The scenario. */
  public GoldenScenario scenario() {
    return scenario;
  }

  /** The initial weights by name, which float32 holds exactly. */
  public Map<String, Tensor> initialWeights() {
    return recording.under("initial.");
  }

  /** What PyTorch computed in a precision. */
  public Map<String, Tensor> recorded(DType precision) {
    Map<String, Tensor> figures =
        recording.under(precision == DType.FLOAT64 ? "float64." : "float32.");
    double[] losses = figures.remove("losses").toDoubles();
    figures.put("loss", Tensor.of(Shape.scalar(), losses[0]));
    for (int i = 0; i < losses.length; i++) {
      figures.put("loss." + i, Tensor.of(Shape.scalar(), losses[i]));
    }
    return figures;
  }

  /** Trains on an engine, which is closed afterwards. */
  public Map<String, Tensor> run(Engine engine) {
    return run(engine, initialWeights());
  }

  /** Trains on an engine, which is closed afterwards, from other weights than those recorded. */
  public Map<String, Tensor> run(Engine engine, Map<String, Tensor> weights) {
    try (GoldenRun run = new GoldenRun(engine, scenario, this, weights)) {
      return run.train();
    }
  }

  /** Compiles the steps on an engine, which closes with what is returned. */
  GoldenRun open(Engine engine) {
    return new GoldenRun(engine, scenario, this, initialWeights());
  }

  /** The number of runs; with micro-batches several make an update. */
  int runs() {
    return recording.tensor("float64.losses").size();
  }

  /** Whether moving averages of the weights are recorded. */
  boolean hasAverages() {
    return !recording.under("float64.average.").isEmpty();
  }

  /** The features of all batches, [batches, batch, ...]. */
  Tensor allFeatures() {
    return recording.tensor("x");
  }

  /** The targets of all batches, [batches, batch, ...]. */
  Tensor allTargets() {
    return recording.tensor("target");
  }

  /** The features of a run, [batch, ...]. */
  Tensor features(int run) {
    return recording.row("x", run % allFeatures().shape().dim(0));
  }

  /** The targets of a run, [batch, ...]. */
  Tensor targets(int run) {
    return recording.row("target", run % allTargets().shape().dim(0));
  }
}
