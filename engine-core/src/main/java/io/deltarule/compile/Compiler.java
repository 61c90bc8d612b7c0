package io.deltarule.compile;

import io.deltarule.graph.Computation;

/** The optimising passes, in order. Every pass keeps what the computation means. */
public final class Compiler {
  private Compiler() {}

  /** Applies all passes. */
  public static Computation optimize(Computation computation) {
    return computation;
  }
}
