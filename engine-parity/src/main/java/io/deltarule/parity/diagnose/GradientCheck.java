package io.deltarule.parity.diagnose;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Memory;
import io.deltarule.graph.Computation;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.parity.diagnose.ParameterCheck.Element;
import io.deltarule.parity.diagnose.ParameterCheck.Verdict;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

  /** Balances truncation and rounding for functions that vary over distances of order 1. */
  private static final double RELATIVE_STEP = 5e-4;

  private static final double[] SHRINKINGS = {1, 1.0 / 8, 1.0 / 64};

  /** Rounding of the loss and of what it is computed from, in units of its last place. */
  private static final double ROUNDINGS = 32 * 0x1p-52;

  /** A bound above this share of the largest derivative judges nothing. */
  private static final double LARGEST_BOUND = 1e-3;

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
   * @throws IllegalArgumentException if the batch does not fit the training, or if no gradient
   *     reaches a parameter: the message says where it is cut
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
      SampleLosses samples = new SampleLosses(probe, inputs, batch);
      List<ParameterCheck> checks = new ArrayList<>();
      for (ParameterLayout.Entry entry : training.layout().entries()) {
        double[] gradient = found.get("gradient." + entry.name()).toDoubles();
        checks.add(new OneParameter(entry, gradient, probe, samples).check());
      }
      return new GradientReport(checks, LayerOrder.of(gradients, training.layout()));
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

  /** The check of one parameter. */
  private final class OneParameter {
    private final ParameterLayout.Entry entry;
    private final double[] gradient;
    private final LossProbe probe;
    private final SampleLosses samples;
    private final double magnitude;

    OneParameter(
        ParameterLayout.Entry entry, double[] gradient, LossProbe probe, SampleLosses samples) {
      this.entry = entry;
      this.gradient = gradient;
      this.probe = probe;
      this.samples = samples;
      // What a network computes the loss from is of order 1, however small the loss is.
      this.magnitude = Math.max(1, Math.abs(probe.loss()));
    }

    ParameterCheck check() {
      int[] chosen = ElementChoice.of(gradient, elements, seed + entry.offset());
      Map<Integer, LossProbe.Points> first = new LinkedHashMap<>();
      double scale = 0;
      for (int element : chosen) {
        LossProbe.Points points = around(element, 1);
        first.put(element, points);
        scale = Math.max(scale, Math.abs(points.derivative()));
      }
      List<Element> looked = new ArrayList<>();
      for (int element : chosen) {
        looked.add(judge(element, first.get(element), scale));
      }
      return verdict(looked, scale);
    }

    private LossProbe.Points around(int element, double shrinking) {
      int index = entry.offset() + element;
      double h = RELATIVE_STEP * Math.max(0.1, Math.abs(probe.value(index))) * shrinking;
      return probe.around(index, h);
    }

    private Element judge(int element, LossProbe.Points first, double scale) {
      LossProbe.Points points = first;
      for (double shrinking : SHRINKINGS) {
        points = shrinking == 1 ? first : around(element, shrinking);
        if (points.roughness() <= allowed(points, scale)) {
          return element(element, points, scale, false);
        }
      }
      return element(element, points, scale, true);
    }

    private double allowed(LossProbe.Points points, double scale) {
      return TOLERANCE * scale + ROUNDINGS * magnitude / points.h();
    }

    private Element element(int index, LossProbe.Points points, double scale, boolean kink) {
      return new Element(
          index,
          gradient[index],
          points.derivative(),
          points.below(),
          points.above(),
          allowed(points, scale),
          kink);
    }

    private ParameterCheck verdict(List<Element> looked, double scale) {
      int kinks = (int) looked.stream().filter(Element::kink).count();
      Element worst = null;
      for (Element element : looked) {
        if (!element.kink() && (worst == null || isWorse(element, worst))) {
          worst = element;
        }
      }
      double largest = scale == 0 ? 1 : scale;
      double error = worst == null ? Double.NaN : worst.error() / largest;
      double bound = worst == null ? Double.NaN : worst.allowed() / largest;
      boolean failed = looked.stream().anyMatch(Element::isWrong);
      String reason = "";
      Verdict verdict = Verdict.PASS;
      if (failed) {
        verdict = Verdict.FAIL;
        reason =
            new Pattern(entry.parameter().shape(), samples.batch(), looked)
                .explain(new OfThisParameter());
      } else if (2 * kinks > looked.size()) {
        verdict = Verdict.INCONCLUSIVE;
        reason =
            kinks
                + " of "
                + looked.size()
                + " elements lie at kinks of the loss; take another --seed or a smaller batch, so"
                + " that fewer samples are at the bend of an activation or a hinge";
      } else if (scale == 0 && looked.stream().allMatch(e -> e.found() == 0)) {
        reason =
            "the loss does not depend on the elements looked at, and the gradient is 0: the layer is"
                + " dead on this batch, or its initial weights hide it";
        verdict = Verdict.INCONCLUSIVE;
      } else if (!(bound <= LARGEST_BOUND)) {
        verdict = Verdict.INCONCLUSIVE;
        reason =
            String.format(
                Locale.ROOT,
                "the largest derivative is %.1e, which rounding of the loss hides; scale the loss"
                    + " up, or take other parameters or a batch where this layer matters",
                scale);
      }
      return new ParameterCheck(
          entry.name(), entry.parameter().shape(), looked, kinks, error, bound, verdict, reason);
    }

    /** NaN is the worst. */
    private static boolean isWorse(Element element, Element than) {
      return Double.compare(element.error() / element.allowed(), than.error() / than.allowed()) > 0;
    }

    /** Derivatives by other elements, and of single samples. */
    private final class OfThisParameter implements Pattern.Lookalikes {
      @Override
      public double[] at(int[] indices) {
        double[] slopes = new double[indices.length];
        for (int i = 0; i < slopes.length; i++) {
          slopes[i] = around(indices[i], 1).derivative();
        }
        return slopes;
      }

      @Override
      public int samples() {
        return samples.count();
      }

      @Override
      public double[] ofSample(int sample, int[] indices) {
        return samples.with(sample, () -> at(indices));
      }
    }
  }
}
