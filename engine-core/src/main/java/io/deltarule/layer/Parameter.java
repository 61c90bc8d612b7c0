package io.deltarule.layer;

import io.deltarule.tensor.Shape;
import java.util.Objects;

/**
 * A tensor of a layer that outlives a step: trained by the optimizer, or a buffer, such as a
 * running mean, that the layer itself carries from step to step ({@link ForwardPass#update}).
 * Parameters are told apart by identity: one that two layers share is tied. Its name comes from the
 * place of its layer in the model ({@link ParameterLayout}).
 */
public final class Parameter {
  private final Shape shape;
  private final Initializer initializer;
  private final boolean decays;
  private final boolean trained;

  private Parameter(Shape shape, Initializer initializer, boolean decays, boolean trained) {
    this.shape = Objects.requireNonNull(shape, "shape");
    this.initializer = Objects.requireNonNull(initializer, "initializer");
    this.decays = decays;
    this.trained = trained;
  }

  /** A parameter that weight decay applies to: matrices, kernels. */
  public static Parameter decaying(Shape shape, Initializer initializer) {
    return new Parameter(shape, initializer, true, true);
  }

  /** A parameter that weight decay leaves alone: biases, scales of normalisations. */
  public static Parameter withoutDecay(Shape shape, Initializer initializer) {
    return new Parameter(shape, initializer, false, true);
  }

  /** A buffer: no gradient, no optimizer and no weight decay reach it. */
  public static Parameter buffer(Shape shape, Initializer initializer) {
    return new Parameter(shape, initializer, false, false);
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

  /** Whether the optimizer trains it; false for a buffer. */
  public boolean isTrained() {
    return trained;
  }
}
