package io.deltarule.loss;

import io.deltarule.graph.Value;

/** How the losses of single samples or elements become one number. */
public enum Reduction {
  /** The mean over all. */
  MEAN,
  /** The sum over all. */
  SUM,
  /** No reduction. */
  NONE;

  /** Applies the reduction to all elements of a value. */
  public Value apply(Value losses) {
    return switch (this) {
      case MEAN -> losses.mean();
      case SUM -> losses.sum();
      case NONE -> losses;
    };
  }
}
