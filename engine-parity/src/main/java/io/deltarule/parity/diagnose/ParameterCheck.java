package io.deltarule.parity.diagnose;

import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * What the gradient check found of one parameter.
 *
 * @param name its dotted name, such as {@code encoder.0.weight}
 * @param shape its shape
 * @param elements the elements that were looked at
 * @param kinks how many of them lie at a kink of the loss, where there is no derivative to hold the
 *     gradient to
 * @param relativeError the error at the element with the largest error over bound, relative to the
 *     largest derivative; NaN if none could be judged
 * @param bound what is allowed there, relative likewise
 * @param verdict the verdict
 * @param reason what the error looks like and usually means, or why there is no verdict; empty if
 *     it passes
 */
public record ParameterCheck(
    String name,
    Shape shape,
    List<Element> elements,
    int kinks,
    double relativeError,
    double bound,
    Verdict verdict,
    String reason) {
  /** Whether a gradient is right. */
  public enum Verdict {
    /** Every judged element is within its bound. */
    PASS,
    /** An element is not within its bound. */
    FAIL,
    /** Too little could be judged. */
    INCONCLUSIVE
  }

  /**
   * One element.
   *
   * @param index the row-major index in the parameter
   * @param found the gradient that back-propagation gives
   * @param expected the derivative by finite differences
   * @param below the slope of the loss just below
   * @param above the slope of the loss just above
   * @param allowed how far found and expected may be apart
   * @param kink true if the differences contradict each other, so that nothing is expected
   */
  public record Element(
      int index,
      double found,
      double expected,
      double below,
      double above,
      double allowed,
      boolean kink) {
    /** The distance of what was found from what is expected. */
    public double error() {
      return Math.abs(found - expected);
    }

    /** True if there is no kink and the error is within the bound; NaN is not. */
    public boolean isRight() {
      return !kink && error() <= allowed;
    }

    /**
     * True if there is no kink and the error is not within the bound, or if the gradient is not
     * finite.
     */
    public boolean isWrong() {
      return !Double.isFinite(found) || (!kink && !(error() <= allowed));
    }
  }

  public ParameterCheck {
    elements = List.copyOf(elements);
  }

  /** The layer's dotted name: the parameter's without its last part; may be empty. */
  public String layer() {
    return layerOf(name);
  }

  static String layerOf(String parameter) {
    int dot = parameter.lastIndexOf('.');
    return dot < 0 ? "" : parameter.substring(0, dot);
  }
}
