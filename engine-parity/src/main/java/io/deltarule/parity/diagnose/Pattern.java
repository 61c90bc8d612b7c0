package io.deltarule.parity.diagnose;

import io.deltarule.parity.diagnose.ParameterCheck.Element;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a wrong gradient has to do with the right one, and what usually makes it so. */
final class Pattern {
  /** Below this share of the whole, a remainder is taken for error of the differences. */
  private static final double NEGLIGIBLE = 1e-4;

  private final Shape shape;
  private final int batch;
  private final List<Element> judged;
  private final double[] found;
  private final double[] expected;

  /**
   * The pattern of a parameter.
   *
   * @param elements its elements; those at kinks that are not NaN or infinite are left out
   */
  Pattern(Shape shape, int batch, List<Element> elements) {
    this.shape = shape;
    this.batch = batch;
    judged = elements.stream().filter(element -> !element.kink() || element.isWrong()).toList();
    found = judged.stream().mapToDouble(Element::found).toArray();
    expected = judged.stream().mapToDouble(Element::expected).toArray();
  }

  /** The elements that derivatives elsewhere are compared with. */
  int[] indices() {
    return judged.stream().mapToInt(Element::index).toArray();
  }

  /**
   * The pattern in words.
   *
   * @param others derivatives that the gradient may have been mistaken for
   */
  String explain(Lookalikes others) {
    if (!Arrays.stream(found).allMatch(Double::isFinite)) {
      return "the gradient is not finite: a division by 0, a logarithm of 0, or an overflow in the"
          + " gradient rule";
    }
    if (Arrays.stream(found).allMatch(f -> f == 0)) {
      return "the gradient is 0 everywhere, though the loss depends on this parameter: it is"
          + " detached (stop_gradient, or a rule that passes nothing on), or a mask is always 0";
    }
    if (isMultiple(found, expected)) {
      return factor(slope(found, expected));
    }
    if (isSquare()) {
      double[] transposed = others.at(transposed());
      if (isMultiple(found, transposed)) {
        return "it is the transpose of the right gradient"
            + times(slope(found, transposed))
            + ": two operands of the product are swapped, or a transpose is missing";
      }
    }
    for (int sample = 0; sample < others.samples(); sample++) {
      double[] alone = others.ofSample(sample, indices());
      if (isMultiple(found, alone)) {
        return "it is the gradient of sample "
            + sample
            + " of the batch alone"
            + times(slope(found, alone))
            + ": the sum over the batch axis is missing";
      }
    }
    return partial();
  }

  private String factor(double factor) {
    String every = "every element is off by the factor " + number(factor) + ": ";
    if (near(factor, -1)) {
      return "every element has the wrong sign (factor -1): a minus is missing or too many, as in a"
          + " difference whose second operand needs it";
    }
    if (batch > 1 && near(factor, 1.0 / batch)) {
      return every + "that is 1/batch, so a mean is taken twice, or where a sum should be";
    }
    if (batch > 1 && near(factor, batch)) {
      return every + "that is the batch size, so the 1/N of a mean is missing";
    }
    return every
        + "a constant is missing or too many in a gradient rule, such as a derivative's own factor,"
        + " the scale of a mean, or an operand that is counted twice";
  }

  private String partial() {
    List<Element> wrong = judged.stream().filter(Element::isWrong).toList();
    String which =
        wrong.size()
            + " of "
            + judged.size()
            + " elements are wrong, the first at "
            + Arrays.toString(position(wrong.get(0).index()))
            + " ("
            + number(wrong.get(0).found())
            + " for "
            + number(wrong.get(0).expected())
            + ")";
    if (wrong.size() < judged.size() && wrong.stream().allMatch(e -> e.found() == 0)) {
      return which
          + "; where it is wrong it is 0: a mask, a slice or a boundary leaves elements out";
    }
    if (2 * wrong.size() < judged.size()) {
      return which
          + "; the others are right: look at indices, masks and the last rows or columns of a block";
    }
    return which
        + "; no simple pattern (correlation with the right gradient "
        + String.format(Locale.ROOT, "%.2f", correlation())
        + "): the rule's formula is wrong, takes a wrong operand (the transpose of another one, the"
        + " output for the input), or does not multiply by the upstream gradient";
  }

  private double correlation() {
    double both = dot(found, expected);
    double norms = Math.sqrt(dot(found, found) * dot(expected, expected));
    return norms == 0 ? 0 : both / norms;
  }

  private boolean isSquare() {
    return shape.rank() == 2 && shape.dim(0) == shape.dim(1) && shape.dim(0) > 1;
  }

  private int[] transposed() {
    int n = shape.dim(0);
    return Arrays.stream(indices()).map(i -> i % n * n + i / n).toArray();
  }

  private int[] position(int index) {
    int[] position = new int[shape.rank()];
    int rest = index;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      position[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return position;
  }

  /** True if one is a constant times the other; one element alone shows nothing. */
  private static boolean isMultiple(double[] some, double[] of) {
    if (Arrays.stream(of).filter(x -> x != 0).count() < 2) {
      return false;
    }
    double factor = slope(some, of);
    double rest = 0;
    for (int i = 0; i < some.length; i++) {
      rest += Math.pow(some[i] - factor * of[i], 2);
    }
    return Math.sqrt(rest) <= NEGLIGIBLE * Math.sqrt(dot(some, some));
  }

  private static double slope(double[] some, double[] of) {
    return dot(some, of) / dot(of, of);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) <= NEGLIGIBLE * Math.abs(b);
  }

  private static String times(double factor) {
    return near(factor, 1) ? "" : " times " + number(factor);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  /** Derivatives that a wrong gradient may turn out to be. */
  interface Lookalikes {
    /** The derivatives of the loss by other elements of the same parameter. */
    double[] at(int[] indices);

    /** The number of samples that {@link #ofSample} knows; 0 if it can't be asked. */
    int samples();

    /** The derivatives of the loss of one sample by these elements. */
    double[] ofSample(int sample, int[] indices);
  }
}
