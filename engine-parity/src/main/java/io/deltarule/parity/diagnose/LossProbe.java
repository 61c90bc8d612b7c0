package io.deltarule.parity.diagnose;

import io.deltarule.backend.Executable;
import io.deltarule.backend.Memory;
import io.deltarule.backend.Port;
import io.deltarule.tensor.Tensor;
import java.util.Map;

/**
 * The loss of a model as a function of one of its parameters' elements, all else being fixed: data,
 * random draws, the other elements.
 */
final class LossProbe implements AutoCloseable {
  /**
   * What the loss does around an element: five points, {@code h} apart.
   *
   * @param h the distance
   * @param at the loss at -2h, -h, 0, h and 2h
   */
  record Points(double h, double[] at) {
    /** The slope below the element. */
    double below() {
      return (at[2] - at[1]) / h;
    }

    /** The slope above the element. */
    double above() {
      return (at[3] - at[2]) / h;
    }

    private double near() {
      return (at[3] - at[1]) / (2 * h);
    }

    private double far() {
      return (at[4] - at[0]) / (4 * h);
    }

    /** The derivative by the five-point rule, wrong by h^4 L^(5) / 30 if the loss is smooth. */
    double derivative() {
      return (4 * near() - far()) / 3;
    }

    /**
     * How much the differences over h and over 2h contradict each other. A smooth loss has (above -
     * below) proportional to the distance and central differences that are equal but for h^2 L''' /
     * 2; a kink within 2h breaks one or the other by the order of its jump.
     */
    double roughness() {
      double curved = at[3] - 2 * at[2] + at[1];
      double curvedTwice = at[4] - 2 * at[2] + at[0];
      double bend = Math.abs(curvedTwice / (2 * h) - 2 * curved / h);
      return Math.max(bend, Math.abs(near() - far()));
    }
  }

  private final Executable forward;
  private final Port loss;
  private final Memory parameters;
  private final double[] element = new double[1];

  /**
   * A probe.
   *
   * @param forward gives {@code loss}
   * @param parameters the region of all parameters, in float64
   */
  LossProbe(Executable forward, Memory parameters) {
    this.forward = forward;
    this.loss = forward.output("loss");
    this.parameters = parameters;
  }

  /** Sets the inputs that the loss uses. */
  void write(Map<String, Tensor> inputs) {
    forward.plan().inputs().keySet().forEach(name -> forward.input(name).write(inputs.get(name)));
  }

  /** The loss as it is. */
  double loss() {
    forward.run();
    return loss.read().item();
  }

  double value(int index) {
    parameters.read(index, element, 0, 1);
    return element[0];
  }

  /** Moves an element of the region by a distance twice up and down, and puts it back. */
  Points around(int index, double h) {
    double value = value(index);
    double[] at = new double[5];
    try {
      for (int i = 0; i < at.length; i++) {
        set(index, value + (i - 2) * h);
        at[i] = loss();
      }
    } finally {
      set(index, value);
    }
    return new Points(h, at);
  }

  private void set(int index, double value) {
    element[0] = value;
    parameters.write(index, element, 0, 1);
  }

  @Override
  public void close() {
    forward.close();
  }
}
