package io.deltarule.parity.diagnose;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Memory;
import io.deltarule.graph.Computation;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the gradients of a model to finite differences of its loss, parameter by parameter, in
 * float64.
 *
 * <pre>{@code
 * try (Engine engine = Engine.open("reference");
 *     Training training = Training.of(engine, model)....build()) {
 *   GradientReport report = GradientCheck.of(training).run(features, targets);
 *   System.out.print(report.print());
 * }
 * }</pre>
 *
 * <p>For some elements of each parameter, half of them those with the largest gradients and half
 * drawn by the seed, the loss is evaluated at five points and differentiated by the five-point
 * rule. Random draws, as of dropout, are the same in all evaluations. Where the differences over h
 * and 2h contradict each other, as at the kink of a ReLU or a hinge, h is made smaller twice; if
 * they still do, the element counts as a kink and is not judged. A parameter most of whose elements
 * are kinks is inconclusive.
 */
public final class GradientCheck {
  /** The largest error relative to the largest derivative of the parameter. */
  public static final double TOLERANCE = 1e-7;

  private final Training training;
  private int elements = 16;
  private long seed;
  private boolean inTraining = true;

  private GradientCheck(Training training) {
    this.training = training;
  }

  /**
   * A check of a training's model and loss, at its present parameters, which are left as they are.
   *
   * @throws IllegalArgumentException if its engine does not compute in float64
   */
  public static GradientCheck of(Training training) {
    Engine engine = training.engine();
    if (engine.backend().storage(DType.FLOAT32) != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "gradient check: finite differences need float64, and backend "
              + engine.backend().name()
              + " stores float32; build the training on Engine.open(\"reference\")");
    }
    return new GradientCheck(training);
  }

  /** The number of elements that are looked at in each parameter; 16 if not given. */
  public GradientCheck elements(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "gradient check: elements must be 1 or more, got " + count);
    }
    elements = count;
    return this;
  }

  /** Decides which elements are looked at; 0 if not given. */
  public GradientCheck seed(long value) {
    seed = value;
    return this;
  }

  /** Checks the model as it is in evaluation, such as without dropout. */
  public GradientCheck inEvaluation() {
    inTraining = false;
    return this;
  }

  /**
   * Checks all parameters on a batch.
   *
   * @param features as the training has them, [batch, ...]
   * @param targets as the training has them; ignored if the loss uses none
   * @throws IllegalArgumentException if the batch does not fit the training, if the loss is not
   *     finite, or if no gradient reaches a parameter: the message says where it is cut
   */
  public GradientReport run(Tensor features, Tensor targets) {
    int batch = features.shape().dim(0);
    Computation gradients = training.gradientComputation(batch, inTraining);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("features", features);
    inputs.put("targets", targets);
    inputs.keySet().retainAll(gradients.placeholders().keySet());
    Map<String, Tensor> found;
    try (Executable executable = training.engine().compile(gradients, training.state())) {
      found = executable.run(inputs);
    }
    try (LossProbe probe = probe(gradients, inputs)) {
      requireFinite(probe.loss());
      SampleLosses samples = new SampleLosses(probe, inputs, batch);
      List<ParameterCheck> checks = new ArrayList<>();
      for (ParameterLayout.Entry entry : training.layout().entries()) {
        double[] gradient = found.get("gradient." + entry.name()).toDoubles();
        checks.add(new ParameterJudge(entry, gradient, probe, samples).check(elements, seed));
      }
      return new GradientReport(checks, LayerOrder.of(gradients, training.layout()));
    }
  }

  private static void requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new IllegalArgumentException(
          "gradient check: the loss of this batch is "
              + loss
              + ", which has no slope; look for values out of range in the data, in the parameters"
              + " or in a logarithm or division of the model");
    }
  }

  private LossProbe probe(Computation gradients, Map<String, Tensor> inputs) {
    Computation loss = Computation.of(Map.of("loss", gradients.outputs().get("loss")));
    Executable forward = training.engine().compile(loss, training.state());
    Memory parameters = training.state().memory(training.layout().variable());
    LossProbe probe = new LossProbe(forward, parameters);
    probe.write(inputs);
    return probe;
  }
}
