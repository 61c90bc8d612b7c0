package io.deltarule.parity.diagnose;

import io.deltarule.layer.ParameterLayout;
import io.deltarule.parity.diagnose.ParameterCheck.Element;
import io.deltarule.parity.diagnose.ParameterCheck.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Holds the gradient of one parameter to finite differences. */
final class ParameterJudge {
  /** Balances truncation and rounding for functions that vary over distances of order 1. */
  private static final double RELATIVE_STEP = 5e-4;

  private static final double[] SHRINKINGS = {1, 1.0 / 8, 1.0 / 64};

  /** Rounding of the loss and of what it is computed from, in units of its last place. */
  private static final double ROUNDINGS = 32 * 0x1p-52;

  /** A bound above this share of the largest derivative judges nothing. */
  private static final double LARGEST_BOUND = 1e-3;

  private final ParameterLayout.Entry entry;
  private final double[] gradient;
  private final LossProbe probe;
  private final SampleLosses samples;
  private final double magnitude;

  ParameterJudge(
      ParameterLayout.Entry entry, double[] gradient, LossProbe probe, SampleLosses samples) {
    this.entry = entry;
    this.gradient = gradient;
    this.probe = probe;
    this.samples = samples;
    // What a network computes the loss from is of order 1, however small the loss is.
    this.magnitude = Math.max(1, Math.abs(probe.loss()));
  }

  /**
   * Looks at some elements.
   *
   * @param elements how many
   * @param seed decides which
   */
  ParameterCheck check(int elements, long seed) {
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
    return GradientCheck.TOLERANCE * scale + ROUNDINGS * magnitude / points.h();
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
    String reason =
        failed
            ? new Pattern(entry.parameter().shape(), samples.batch(), looked)
                .explain(new OfThisParameter())
            : doubt(looked, kinks, scale, bound);
    Verdict verdict =
        failed ? Verdict.FAIL : reason.isEmpty() ? Verdict.PASS : Verdict.INCONCLUSIVE;
    return new ParameterCheck(
        entry.name(), entry.parameter().shape(), looked, kinks, error, bound, verdict, reason);
  }

  /** Why agreement does not say that the gradient is right; empty if it does. */
  private static String doubt(List<Element> looked, int kinks, double scale, double bound) {
    if (2 * kinks > looked.size()) {
      return kinks
          + " of "
          + looked.size()
          + " elements lie at kinks of the loss; take another seed or a smaller batch, so that fewer"
          + " samples are at the bend of an activation or a hinge";
    }
    if (scale == 0) {
      return "the loss does not depend on the elements looked at, and the gradient is 0: the layer is"
          + " dead on this batch, or its initial weights hide it";
    }
    if (!(bound <= LARGEST_BOUND)) {
      return String.format(
          Locale.ROOT,
          "the largest derivative is %.1e, which rounding of the loss hides; scale the loss up, or"
              + " take other parameters or a batch where this layer matters",
          scale);
    }
    return "";
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
