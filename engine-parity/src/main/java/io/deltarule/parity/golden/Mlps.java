package io.deltarule.parity.golden;

import io.deltarule.expr.ScalarFunction;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Residual;
import io.deltarule.layer.Sequential;

/** The models of the scenarios, of sizes that no vector width divides. */
final class Mlps {
  private static final int FEATURES = 7;
  private static final int OUTPUTS = 5;

  private Mlps() {}

  /** Three layers. */
  static Sequential deep() {
    return Sequential.of(
        Dense.of(FEATURES, 13),
        Activation.tanh(),
        Dense.of(13, 11),
        Activation.gelu(),
        Dense.of(11, OUTPUTS));
  }

  /** Three layers, and one after them. */
  static Sequential deep(Layer last) {
    return Sequential.of(
        Dense.of(FEATURES, 13),
        Activation.tanh(),
        Dense.of(13, 11),
        Activation.gelu(),
        Dense.of(11, OUTPUTS),
        last);
  }

  /** Two layers. */
  static Sequential shallow() {
    return shallow(Activation.tanh());
  }

  /** Two layers with an activation between them. */
  static Sequential shallow(ScalarFunction activation) {
    return shallow(Activation.of(activation));
  }

  static Sequential shallow(Layer activation) {
    return Sequential.of(Dense.of(FEATURES, 11), activation, Dense.of(11, OUTPUTS));
  }

  /** Two layers with dropout between them. */
  static Sequential withDropout(double probability) {
    return Sequential.of(
        Dense.of(FEATURES, 11), Activation.tanh(), Dropout.of(probability), Dense.of(11, OUTPUTS));
  }

  /** A residual connection around a square layer, and a layer without biases. */
  static Sequential residual() {
    // PyTorch's twin names the body's layers "1.body.0" and so on.
    Layer body = Sequential.of(Dense.of(9, 9), Activation.of(Activations.silu()));
    return Sequential.of(
        Dense.of(FEATURES, 9), Residual.of(body), Dense.of(9, OUTPUTS).withoutBias());
  }
}
