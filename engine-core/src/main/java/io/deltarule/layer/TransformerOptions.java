package io.deltarule.layer;

import java.util.Objects;

/**
 * What the variants of a transformer's layer differ in.
 *
 * @param normFirst whether each branch is normalised before it, rather than each sum after it
 * @param activation of the feed-forward network
 * @param dropout of each branch, and within the feed-forward network
 */
record TransformerOptions(boolean normFirst, Activation activation, Dropout dropout) {
  TransformerOptions {
    Objects.requireNonNull(activation, "activation");
  }

  /** Normalisation after the sums, ReLU and no dropout. */
  static TransformerOptions standard() {
    return new TransformerOptions(false, Activation.relu(), Dropout.of(0));
  }

  TransformerOptions withNormFirst() {
    return new TransformerOptions(true, activation, dropout);
  }

  TransformerOptions withActivation(Activation other) {
    return new TransformerOptions(normFirst, other, dropout);
  }

  TransformerOptions withDropout(double probability) {
    return new TransformerOptions(normFirst, activation, Dropout.of(probability));
  }

  /** For printing, behind what the layer is made of. */
  @Override
  public String toString() {
    return (normFirst ? ", norm first, " : ", ") + activation + ", " + dropout;
  }
}
