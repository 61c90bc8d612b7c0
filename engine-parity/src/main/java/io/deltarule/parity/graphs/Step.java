package io.deltarule.parity.graphs;

import io.deltarule.op.Op;
import java.util.List;

/**
 * One step of a recipe: an operation with its attributes, and what it is applied to.
 *
 * @param op the operation
 * @param arguments values of earlier steps
 */
public record Step(Op op, List<Ref> arguments) {
  public Step {
    arguments = List.copyOf(arguments);
  }
}
