package io.deltarule.parity.graphs;

/** How the gradients of several losses are asked for. */
public enum LossMode {
  /** The gradients of their sum, in one backward pass. */
  SUMMED,
  /** The gradients of each by itself, all in one computation. */
  ONE_AT_A_TIME
}
