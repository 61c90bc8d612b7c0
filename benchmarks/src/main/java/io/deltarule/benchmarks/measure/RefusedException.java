package io.deltarule.benchmarks.measure;

import java.io.IOException;

/** A process that was asked to measure answered with a {@link Refusal}; the message says why. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedException(Refusal refusal) {
    super(refusal.refusal());
  }
}
