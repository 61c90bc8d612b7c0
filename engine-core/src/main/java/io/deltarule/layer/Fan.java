package io.deltarule.layer;

import io.deltarule.tensor.Shape;

/**
 * The number of inputs that one output of a weight sees, and of outputs that one input reaches, for
 * a weight [out, in, kernel...] (PyTorch's {@code _calculate_fan_in_and_fan_out}). A vector counts
 * as [n, 1].
 *
 * @param in inputs times kernel positions
 * @param out outputs times kernel positions
 */
record Fan(double in, double out) {
  static Fan of(Shape weight) {
    if (weight.rank() == 0) {
      return new Fan(1, 1);
    }
    if (weight.rank() == 1) {
      return new Fan(1, weight.dim(0));
    }
    long positions = weight.slice(2, weight.rank()).elementCount();
    return new Fan((double) weight.dim(1) * positions, (double) weight.dim(0) * positions);
  }
}
