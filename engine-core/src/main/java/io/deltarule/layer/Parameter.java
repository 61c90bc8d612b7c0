package io.deltarule.layer;

import io.deltarule.tensor.Shape;
import java.util.Objects;

/**
 * A trained tensor of a layer. Parameters are told apart by identity: one that two layers share is
 * tied. Its name comes from the place of its layer in the model ({@link ParameterLayout}).
 */
public final class Parameter {
  private final Shape shape;
  private final Initializer initializer;
  private final boolean decays;

  private Parameter(Shape shape, Initializer initializer, boolean decays) {
    this.shape = Objects.requireNonNull(shape, "shape");
    this.initializer = Objects.requireNonNull(initializer, "initializer");
    this.decays = decays;
  }

  /** A parameter that weight decay applies to: matrices, kernels. */
  public static Parameter decaying(Shape shape, Initializer initializer) {
    return new Parameter(shape, initializer, true);
  }

  /** A parameter that weight decay leaves alone: biases, scales of normalisations. */
  public static Parameter withoutDecay(Shape shape, Initializer initializer) {
    return new Parameter(shape, initializer, false);
  }

  public Shape shape() {
    return shape;
  }

  public Initializer initializer() {
    return initializer;
  }

  /** Whether weight decay applies. */
  public boolean decays() {
    return decays;
  }
}
