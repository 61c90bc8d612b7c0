package io.deltarule.parity.report;

/** What a check looks at. */
public enum Mode {
  /** The values. */
  FORWARD("forward"),
  /** The gradients. */
  GRADIENT("gradient"),
  /** The gradients of the gradients. */
  SECOND_DERIVATIVE("second derivative"),
  /** The bits, on repeat and for each number of threads: they have no bound to stray by. */
  DETERMINISM("determinism"),
  /** Values and gradients of a whole graph. */
  GRAPH("values and gradients"),
  /** Losses, gradients and weights of training steps. */
  TRAINING("training steps");

  private final String label;

  Mode(String label) {
    this.label = label;
  }

  /** In words. */
  @Override
  public String toString() {
    return label;
  }
}
